internal import Lifecycle
internal import Requests

extension Problem {
    /// What is safe where a verb stopped before it changed anything.
    static let untouched = "Nothing was changed."

    /// Says in words what a vault's failure means.
    init(_ error: LedgerError) {
        self = Problem(ofCopies: error) ?? Problem.ofKeys(error) ?? Problem(ofVault: error)
    }

    private init(ofVault error: LedgerError) {
        self =
            switch error.code {
            case .missing: .missing(error.path)
            case .exists: .exists(error.path)
            case .foreign: .foreign(error.path)
            case .newer: .newer
            case .wrongKey where error.part == .epoch: .newKeys
            case .wrongKey where error.part == .recovery: .mistyped
            case .wrongKey: .wrongKey
            case .altered where error.part == .reading: .alteredLog(Problem.file(error))
            case .altered: .altered(error.part)
            case .older: .older
            case .forked: .forked
            case .logCut: .logCut(Problem.file(error))
            case .unlogged: .unlogged(Problem.file(error))
            case .outdated: .outdated
            case .unknown: .unknownCommit
            case .exposed: .exposed(Problem.file(error))
            case .sharedFolder: .sharedFolder(Problem.file(error))
            case .foreignOwner: .foreignOwner(Problem.file(error))
            case .notRegular: .notRegular(Problem.file(error))
            case .foreignLog: .foreignLog(error.path ?? "FILE")
            case .uncounted: .uncounted(Problem.file(error), isFolder: error.part == .folder)
            case .replaced: .replaced(Problem.file(error))
            case .gone: .gone(Problem.file(error))
            case .unreadable: .unreadable(error.path)
            case .unwritable: .unwritable(error.path)
            case .full: .full
            case .busy where error.part == .watchers: .tooManyWatchers
            case .busy: .busy(isAgent: error.part == .workers)
            case .conflict: .conflict
            case .absent: error.part == .generations ? .noGeneration : .absent
            case .refused: error.part == .lease ? .leased : .refused
            case .unbound: .unbound
            case .expired, .perhapsExpired: .expired
            case .denied, .unchallenged, .unconfirmed: .denied
            case .failed: Problem(ofFailed: error)
            }
    }

    private static func file(_ error: LedgerError) -> String { Printable.argument(error.path ?? "FILE") }

    // MARK: What is at the vault's path

    private static func missing(_ path: String?) -> Problem {
        let place = path.map { "at \(Printable.quoted($0))" } ?? "at this place"
        let option = path.map { " --vault \(Printable.argument($0))" } ?? ""
        return Problem(
            .absent, .noVault, "There is no vault \(place).",
            hint: "If it is elsewhere, name it with --vault. To create one: lockstep init\(option)")
    }

    private static func exists(_ path: String?) -> Problem {
        Problem(
            .conflict, .vaultExists,
            "There is already a vault at \(path.map(Printable.quoted) ?? "this place").",
            safe: untouched, hint: "Use it, or name another path with --vault.")
    }

    private static func foreign(_ path: String?) -> Problem {
        Problem(
            .integrity, .foreignFile,
            "\(path.map(Printable.quoted) ?? "The file") is not a Lockstep vault, or was truncated.",
            safe: untouched,
            hint: "Check the path; if it is your vault, replace it with an earlier copy.")
    }

    private static let newer = Problem(
        .integrity, .newerVault, "The vault was written by a newer Lockstep.", safe: untouched,
        hint: "Use that version.")

    /// What is said of a recovery key whose last group does not fit.
    static let mistypedKey = "The recovery key was mistyped: its digits do not fit together."

    /// What is said where another try may do.
    static func notOpened(_ error: LedgerError) -> String {
        error.part == .recovery ? mistypedKey : "That does not open the vault."
    }

    private static let mistyped = Problem(
        .locked, .wrongKey, mistypedKey,
        safe: untouched, hint: "Compare it with your copy, digit by digit, and try again.")

    private static let wrongKey = Problem(
        .locked, .wrongKey, "This passphrase or key does not open the vault.", safe: untouched,
        hint: "Try again; the recovery key works in place of the passphrase.")

    private static let newKeys = Problem(
        .locked, .newKeys, "The vault has been given new keys since it was unlocked.", safe: untouched,
        hint: "Unlock it again: lockstep unlock. Without an agent, run the command again.")

    private static func altered(_ part: LedgerError.Part) -> Problem {
        Problem(
            .integrity, .altered, "The vault was altered or is damaged (\(part.rawValue)).",
            safe: "Nothing was changed, and nothing unproven is handed out.",
            hint: "What is damaged, and what is intact: lockstep doctor")
    }

    private static let older = Problem(
        .integrity, .olderCopy, "The vault is an older copy than this machine has seen.", safe: untouched,
        hint: "Put the newest file back. If you want this copy: lockstep doctor --accept-older")
}

/// Runs `body`, with the vault's failures in words.
func vault<R: ~Copyable>(_ body: () throws(LedgerError) -> R) throws(Problem) -> R {
    do throws(LedgerError) { return try body() } catch { throw Problem(error) }
}
