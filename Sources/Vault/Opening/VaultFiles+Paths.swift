internal import Glibc
internal import Lifecycle
internal import Platform

// Which file or folder a failure comes of, for people.

extension VaultFiles {
    /// The same failure with the path that it happened to, where one can be told.
    func located(_ error: LedgerError) -> LedgerError {
        guard error.path == nil else { return error }
        switch error.code {
        case .foreign: return error.at(vault)
        case .unwritable: return error.at(shut ?? vault)
        default: return error
        }
    }

    /// The first of the vault's files, or their folder, that this user may not read and write.
    private var shut: String? {
        let files = ([""] + VaultFiles.endings).map { vault + $0 }
        if let file = files.first(where: { isThere($0) && !may($0, R_OK | W_OK) }) { return file }
        let folder = Path.folder(of: vault)
        return may(folder, W_OK | X_OK) ? nil : folder
    }

    private func isThere(_ path: String) -> Bool { unsafe faccessat(AT_FDCWD, path, F_OK, AT_EACCESS) == 0 }

    private func may(_ path: String, _ access: Int32) -> Bool {
        unsafe faccessat(AT_FDCWD, path, access, AT_EACCESS) == 0
    }
}
