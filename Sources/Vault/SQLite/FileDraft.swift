internal import Glibc
internal import Lifecycle
internal import Platform

/// A new file beside a vault, which takes its place or its name once it is complete. Dropped before that, it is gone.
///
/// A process that is killed leaves it there. The next one that makes a draft removes it, and so does a purge: it would keep what is purged.
struct FileDraft: ~Copyable {
    let path: String
    private let vault: String
    /// Locked for as long as somebody works on it.
    private let held: Descriptor
    /// What SQLite keeps beside a file.
    private static let endings = ["-journal", "-wal", "-shm"]

    init(of vault: String) throws(LedgerError) {
        FileDraft.removeAbandoned(of: vault)
        while true {
            let name = DraftName.fresh(for: vault)
            do throws(SystemError) {
                guard let made = try FileDraft.locked(name) else { continue }
                self.vault = vault
                path = name
                held = made
                return
            } catch { throw LedgerError(error) }
        }
    }

    /// Makes a file and locks it; `nil` where another process took it for abandoned before it was locked, and removed it.
    private static func locked(_ path: String) throws(SystemError) -> Descriptor? {
        let made = try Files.make(path)
        _ = flock(made.number, LOCK_EX | LOCK_NB)
        guard let there = try? FileStatus(at: path).identity, there == (try made.status().identity) else {
            return nil
        }
        return made
    }

    /// Removes the drafts of a vault that no process works on.
    static func removeAbandoned(of vault: String) {
        DraftName.removeAbandoned(of: vault, with: endings)
    }

    /// Takes the vault's name, durably; throws `exists` where it is taken.
    func publish() throws(LedgerError) {
        do throws(SystemError) { try Files.publish(path, as: vault) } catch {
            throw error.number == EEXIST ? LedgerError(.exists, .file) : LedgerError(error)
        }
    }

    /// Takes the vault's place, durably. All of the old file must be in it: SQLite would lay what is in its log over the new one.
    func replace() throws(LedgerError) {
        FileDraft.removeBeside(path)
        guard unsafe rename(path, vault) == 0 else { throw LedgerError(SystemError(errno)).at(vault) }
        // They belong to the file that was there.
        FileDraft.removeBeside(vault)
        do throws(SystemError) { try Files.syncFolder(of: vault) } catch {
            throw LedgerError(error).at(vault)
        }
    }

    private static func removeBeside(_ path: String) {
        for ending in endings { _ = unsafe unlink(path + ending) }
    }

    deinit {
        FileDraft.removeBeside(path)
        _ = unsafe unlink(path)
    }
}
