internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// What is wrong with a reading log, as a failure of the vault.
enum ReadingFault {
    static let part = LedgerError.Part.reading

    /// Something in it was altered, moved or put back.
    static func altered(_ path: String) -> LedgerError { LedgerError(.altered, part).at(path) }

    /// It ends before the place to which it was durable.
    static func cut(_ path: String) -> LedgerError { LedgerError(.logCut, part).at(path) }

    /// Takes a batch apart; throws `newer` or `altered` where that fails.
    static func reading<R>(_ path: String, _ body: () throws(SecretsError) -> R) throws(LedgerError) -> R {
        do throws(SecretsError) { return try body() } catch { throw LedgerError(of: error, part).at(path) }
    }

    /// An entry could not be written, so nothing may be handed out.
    static func unlogged(_ error: SystemError, _ path: String) -> LedgerError {
        switch error.number {
        case ENOSPC, EDQUOT, EFBIG: LedgerError(.full, part).at(path)
        case EMFILE, ENFILE, ENOMEM: LedgerError(error).at(path)
        default: LedgerError(.unlogged, part).at(path)
        }
    }
}
