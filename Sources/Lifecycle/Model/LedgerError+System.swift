internal import Glibc
package import Platform

extension LedgerError {
    /// What a failed system call means to a vault.
    package init(_ error: SystemError) {
        self =
            switch error.number {
            case ENOSPC, EDQUOT, EFBIG: LedgerError(.full, .disk)
            case EROFS, EACCES, EPERM: LedgerError(.unwritable, .disk)
            case ENOENT: LedgerError(.missing, .file)
            case EMFILE, ENFILE: LedgerError(.failed, .descriptors)
            default: LedgerError(.failed, .disk)
            }
    }
}
