internal import CPlatform
internal import Glibc
internal import Lifecycle

/// This process's own word that it holds a vault's keys (see `KeyHolder`); dropping it takes the word back.
final class KeyClaim {
    /// For the processes that are forked: it is not for them.
    let descriptor: Int32

    /// Says so; `nil` when another process holds the keys. Throws `unwritable`, `full` or `notRegular` when
    /// it cannot be said.
    static func take(beside vault: String, socket: String) throws(LedgerError) -> KeyClaim? {
        let path = KeyHolder.path(beside: vault)
        let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard file >= 0 else { throw refusal(errno, path) }
        let claim = KeyClaim(file)
        guard KeyHolder.isOwn(file) else { throw LedgerError(.notRegular, .agent).at(path) }
        switch lockstep_lock_byte(file, 0) {
        case 0: break
        case EAGAIN: return nil
        case let number: throw refusal(number, path)
        }
        let text = Array("\(getpid())\n\(socket)\n".utf8)
        guard ftruncate(file, 0) == 0, unsafe write(file, text, text.count) == text.count else {
            throw refusal(errno, path)
        }
        claim.isTaken = true
        return claim
    }

    private var isTaken = false

    private init(_ file: Int32) { descriptor = file }

    deinit {
        if isTaken { ftruncate(descriptor, 0) }
        close(descriptor)
    }

    private static func refusal(_ number: Int32, _ path: String) -> LedgerError {
        switch number {
        case ENOSPC, EDQUOT: LedgerError(.full, .agent)
        case EMFILE, ENFILE: LedgerError(.failed, .descriptors)
        case ELOOP, EISDIR, ENXIO: LedgerError(.notRegular, .agent).at(path)
        default: LedgerError(.unwritable, .agent).at(path)
        }
    }
}
