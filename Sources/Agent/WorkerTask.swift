internal import Lifecycle
internal import Requests
internal import Secrets
internal import Wire

/// What a worker is forked for.
enum WorkerTask: Hashable {
    /// Finish what is in the journal and due.
    case finish
    /// Find the label of the one token whose string begins so: all records have to be read.
    case find(prefix: String)
    /// Read a secret of so many bytes from a client, and find the keys with it; `times` is what the agent does with them.
    case unlock(Unlocking.Form, count: UInt16, times: LockTimes)
    /// Perform a request, which the client sends.
    case perform(Order)

    /// How many of a kind run at once; more of them wait.
    var most: Int {
        switch self {
        case .finish: 1
        case .find: 4
        case .unlock: 2
        case .perform: Int.max
        }
    }

    /// Whether it only looks.
    var isLook: Bool {
        switch self {
        case .find: true
        case .perform(let order): order.kind.rank == .look
        case .finish, .unlock: false
        }
    }

    /// Whether the connection to the client is the worker's alone once it has begun.
    var takesConnection: Bool {
        if case .perform = self { true } else { false }
    }

    /// Whether it needs the keys until it is done.
    var needsKeys: Bool {
        switch self {
        case .finish, .find: true
        // One that listens without end would hold them for ever.
        case .perform(let order): order.kind != .follow
        case .unlock: false
        }
    }

    /// Whether it counts as use once it is done, as a hand-out does: somebody had something changed.
    var isUse: Bool {
        if case .perform(let order) = self { order.kind.rank != .look } else { false }
    }

    /// Whether it is one of those of which there may be so many an hour.
    var isCounted: Bool {
        if case .perform(let order) = self { order.kind.isCounted } else { false }
    }

    /// Whether another task is of the same kind.
    func isLike(_ other: WorkerTask) -> Bool { bytes[0] == other.bytes[0] }

    var bytes: [UInt8] {
        var writer = Writer()
        switch self {
        case .finish: writer.byte(1)
        case .find(let prefix):
            writer.byte(2)
            writer.string(prefix)
        case .unlock(let form, let count, let times):
            writer.byte(3)
            writer.value(form)
            writer.number(count)
            times.encode(to: &writer)
        case .perform(let order):
            writer.byte(4)
            writer.value(order)
        }
        return writer.bytes
    }

    /// Reads a task strictly.
    init(_ bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        switch try reader.byte() {
        case 1: self = .finish
        case 2: self = .find(prefix: try reader.string())
        case 3:
            self = .unlock(
                try reader.value(), count: try reader.number(),
                times: try LockTimes(from: &reader))
        case 4: self = .perform(try reader.value())
        default: throw .malformed
        }
        try reader.end()
    }
}
