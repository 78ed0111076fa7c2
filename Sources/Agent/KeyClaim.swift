internal import Glibc
internal import Lifecycle
internal import Platform
internal import Wire

/// This process's own word that it holds a vault's keys (see `KeyHolder`); dropping it takes the word back.
final class KeyClaim {
    private let file: Descriptor
    private let path: String
    /// Where this process listens.
    private let socket: String
    /// For the processes that are forked: it is not for them.
    var descriptor: Int32 { file.number }

    /// Says so; `nil` when another process holds the keys. Throws `unwritable`, `full` or `notRegular` when
    /// it cannot be said.
    static func take(beside vault: String, socket: String) throws(LedgerError) -> KeyClaim? {
        let path = KeyHolder.path(beside: vault)
        let claim: KeyClaim
        do throws(SystemError) {
            claim = KeyClaim(
                try Descriptor(opening: path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK), path, socket)
        } catch { throw refusal(error.number, path) }
        guard KeyHolder.isOwn(claim.file) else { throw LedgerError(.notRegular, .agent).at(path) }
        do throws(SystemError) { guard try claim.file.lock(byte: 0) else { return nil } } catch {
            throw refusal(error.number, path)
        }
        let text = Array("\(getpid())\n\(socket)\n".utf8)
        guard ftruncate(claim.descriptor, 0) == 0 else { throw refusal(errno, path) }
        do throws(SystemError) { try claim.file.write(text) } catch { throw refusal(error.number, path) }
        claim.isTaken = true
        return claim
    }

    private var isTaken = false

    private init(_ file: consuming Descriptor, _ path: String, _ socket: String) {
        self.file = file
        (self.path, self.socket) = (path, socket)
    }

    /// Whether others find it: its file may have been taken away, or another one put in its place.
    var isInPlace: Bool {
        guard let status = try? file.status() else { return true }
        return (try? FileStatus(at: path))?.identity == status.identity
    }

    /// The same word once more, in a file that others find; `nil` when another process holds the keys.
    func again(beside vault: String) throws(LedgerError) -> KeyClaim? {
        try KeyClaim.take(beside: vault, socket: socket)
    }

    // Where the text stays, the lock is gone all the same, and nobody believes the text.
    deinit { if isTaken { _ = ftruncate(descriptor, 0) } }

    private static func refusal(_ number: Int32, _ path: String) -> LedgerError {
        switch number {
        case ENOSPC, EDQUOT: LedgerError(.full, .agent)
        case EMFILE, ENFILE: LedgerError(.failed, .descriptors)
        case ELOOP, EISDIR, ENXIO: LedgerError(.notRegular, .agent).at(path)
        default: LedgerError(.unwritable, .agent).at(path)
        }
    }
}
