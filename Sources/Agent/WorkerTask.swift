internal import Secrets

/// What a worker is forked for.
enum WorkerTask: Equatable {
    /// Finish what is in the journal and due.
    case finish

    var bytes: [UInt8] {
        var writer = Writer()
        switch self {
        case .finish: writer.byte(1)
        }
        return writer.bytes
    }

    /// Reads a task strictly.
    init(_ bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        switch try reader.byte() {
        case 1: self = .finish
        default: throw .malformed
        }
        try reader.end()
    }
}
