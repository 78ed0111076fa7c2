internal import Requests
internal import Secrets

extension Problem {
    /// Says in words what went wrong with secret input or memory.
    init(_ error: SecretsError, reading what: String) {
        switch error {
        case .tooLong: self = .usage("\(what) is too long.")
        case .descriptor(let number):
            self.init(.locked, .unreadable, "\(what) cannot be read: \(System.error(number)).")
        case .memory: self.init(.unexpected, .noMemory, "No guarded memory is available.")
        case .authentication, .parameters, .malformed, .later:
            self = .usage("\(what) does not have the expected form.")
        }
    }
}
