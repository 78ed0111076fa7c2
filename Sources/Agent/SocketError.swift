internal import CPlatform
internal import Glibc
internal import Platform

/// Why there is no socket to listen on.
package enum SocketError: Error, Hashable, Sendable {
    /// The folder belongs to somebody else, others may write to it, or it is not a folder.
    case folder(String)
    /// What is at the path is not a socket of this user, or a symbolic link.
    case foreign(String)
    /// An agent listens there already.
    case taken(String)
    /// The path does not fit into a socket's address (unix(7)).
    case tooLong(String)
    /// The path does not begin at the root.
    case relative(String)
    /// What was passed is not a listening Unix socket.
    case passed
    /// The system refused a place; the number is errno.
    case place(String, Int32)
    /// The system refused something else; the value is errno.
    case system(Int32)

    /// The longest path of a socket, in bytes.
    static let longest = Int(lockstep_longest_address())

    /// Whether this process, or the system, has no descriptor left.
    var isOutOfDescriptors: Bool { self == .system(EMFILE) || self == .system(ENFILE) }

    /// What is wrong, and what to do: a sentence without its capital and its full stop.
    package var words: String {
        switch self {
        case .folder(let path):
            "\(path) is not yours alone: it must be a folder, not a link, that you own and only you can write to (chmod 700)"
        case .foreign(let path):
            "what is at \(path) is not your socket; remove it, or choose another path"
        case .taken(let path): "an agent is already listening at \(path)"
        case .tooLong(let path):
            "the path of a socket can have at most \(SocketError.longest) bytes, but \(path) has \(path.utf8.count)"
        case .relative(let path): "\(path) is not an absolute path"
        case .passed: "the descriptor that was passed is not a listening Unix socket"
        case .place(let path, let number): "\(path) cannot be created: \(SocketError.system(number))"
        case .system(let number): "the system refused: \(SocketError.system(number))"
        }
    }

    private static func system(_ number: Int32) -> String { unsafe String(cString: lockstep_error(number)) }
}
