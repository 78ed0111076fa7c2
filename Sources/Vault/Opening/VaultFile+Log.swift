internal import Glibc
internal import Lifecycle
internal import Platform

// The log of another copy, beside a file that is whole without it.

extension VaultFile {
    /// Sets a log aside that does not belong to the file, once the file is proven to be whole without it; whether there was one. It is kept,
    /// since it may have changes that no copy has.
    func setLogAside(_ unlocking: borrowing Unlocking) throws(LedgerError) -> Bool {
        guard place.stores is SQLiteStores, let files = try? VaultFiles(at: place.path),
            Files.size(of: files.log) > 0, let alone = try? Connection(path: files.vault, alone: true),
            (try? Schema.version(of: alone)) == Schema.version, (try? Schema.check(alone)) != nil,
            let store = try? SQLiteRowStore(alone, files)
        else { return false }
        let keyring: Keyring
        do throws(LedgerError) { keyring = try unlocked(store, unlocking, isExamining: true) } catch {
            return false
        }
        guard files.explained(LedgerError(.altered, .database), keyring).code == .foreignLog else {
            return false
        }
        guard unsafe rename(files.log, VaultFile.free(files.log + ".old")) == 0 else {
            throw LedgerError(SystemError.last).at(files.log)
        }
        _ = unsafe unlink(files.vault + "-shm")
        do throws(SystemError) { try Files.syncFolder(of: files.vault) } catch { throw LedgerError(error) }
        return true
    }

    private static func free(_ path: String) -> String {
        (1...).lazy.map { $0 == 1 ? path : "\(path).\($0)" }.first(where: Files.isFree) ?? path
    }
}
