internal import CPlatform
internal import Glibc
internal import Lifecycle

/// Which operations this process has for itself: one locked byte each in a file beside the vault.
///
/// The kernel gives the locks back when the process ends, however it ends (fcntl(2), "Open file description locks").
struct Claims: ~Copyable {
    private let file: Int32

    init(beside vault: String) throws(LedgerError) {
        file = unsafe open("\(vault)-lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Connection.system(errno) }
    }

    borrowing func claim(_ id: OperationID) throws(LedgerError) -> Bool {
        switch lockstep_lock_byte(file, Claims.byte(id)) {
        case 0: return true
        case EAGAIN: return false
        case let failure: throw Connection.system(failure)
        }
    }

    borrowing func release(_ id: OperationID) { _ = lockstep_unlock_byte(file, Claims.byte(id)) }

    /// The byte of an operation: 62 bits of its random id.
    private static func byte(_ id: OperationID) -> Int64 {
        id.bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) } & 0x3FFF_FFFF_FFFF_FFFF
    }

    deinit { close(file) }
}
