internal import CPlatform
internal import Glibc
internal import Platform
package import Secrets

/// A file with a token string, 0600, that is replaced whole when another token takes its place, and removed at the end.
///
/// Its folder has to be this user's alone. As long as the process lives that keeps it up to date the file is locked (flock(2)), so that
/// one that a killed process left is told from one that somebody keeps.
package final class RefreshedFile {
    /// The path, from the root on.
    package let path: String
    /// The file that was written last, with its lock.
    private var latest: Descriptor?
    private var identity: FileStatus.Identity?

    /// The most bytes that a file may have which is taken for one that was left behind.
    private static let longest = 4096

    /// Takes a place. Throws `sharedFolder`, `notReplaceable` for what is there and cannot be one that was left behind, and `keptElsewhere`
    /// where another process keeps it up to date.
    package init(_ path: String) throws(HandOutError) {
        do throws(SystemError) {
            let folder = try Path.real(Path.folder(of: path))
            self.path = (folder == "/" ? "" : folder) + "/" + Path.name(of: path)
        } catch { throw .unwritable(error.number) }
        guard !Path.name(of: path).isEmpty else { throw .unwritable(EISDIR) }
        try requireOwnFolder()
        guard let former = try? FileStatus(at: self.path) else { return }
        guard former.kind == .file, former.isOwn, former.isPrivate, former.size <= RefreshedFile.longest,
            let file = try? Descriptor(opening: self.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        else { throw .notReplaceable }
        guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else { throw .keptElsewhere }
        identity = former.identity
        latest = consume file
    }

    /// Whether what is written there stays in memory, and reaches no disk (but swap).
    package var isInMemory: Bool { unsafe lockstep_is_in_memory(Path.folder(of: path)) }

    /// Puts a token string in the place of what is there, durably; throws what left it as it was.
    package func write(_ secret: borrowing SecretBytes) throws(HandOutError) {
        try requireOwnFolder()
        do throws(SystemError) { try replace(secret) } catch { throw .unwritable(error.number) }
        do throws(SystemError) { try Files.syncFolder(of: path) } catch { throw .notDurable(error.number) }
    }

    private func replace(_ secret: borrowing SecretBytes) throws(SystemError) {
        var draft = try Draft(of: path)
        // The draft's lock stays with the descriptor that is kept.
        let kept = try Descriptor(copying: draft.file.number)
        guard (try? secret.write(to: draft.file.number)) != nil else { throw .last }
        do throws(Draft.Failure) { try draft.replace() } catch {
            // Where only its name is not durable, that is told once the folder cannot be synced again.
            if case .unwritable(let why) = error { throw why }
        }
        identity = try kept.status().identity
        latest = consume kept
    }

    /// Removes it, unless another file has its name by now.
    package func remove() {
        guard let identity, identity == (try? FileStatus(at: path))?.identity else { return }
        _ = unsafe unlink(path)
        self.identity = nil
    }

    private func requireOwnFolder() throws(HandOutError) {
        let folder = Path.folder(of: path)
        do throws(SystemError) {
            let status = try FileStatus(of: folder)
            guard status.isOwn, !status.isSharedForWriting else { throw SystemError(EPERM) }
        } catch {
            throw error.number == EPERM ? .sharedFolder(folder) : .unwritable(error.number)
        }
    }
}
