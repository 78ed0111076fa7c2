internal import Lifecycle
internal import Requests

// Backups, and vaults that were copied or restored.

extension Problem {
    /// Says in words what is wrong with a backup or a copy; `nil` for anything else.
    init?(ofCopies error: LedgerError) {
        switch (error.code, error.part) {
        case (.refused, .restored): self = .notCompared
        case (.exists, .log): self = .logLeft(error.path ?? "FILE")
        case (.older, .log): self = .copiedAlone(error.path ?? "FILE")
        case (.wrongKey, .backup): self = .wrongKey(ofBackup: error.path ?? "FILE")
        case (let code, .backup) where Problem.ofBackups.contains(code): self = .backup(error)
        default: return nil
        }
    }

    private static let ofBackups: Set<LedgerError.Code> = [
        .missing, .exists, .foreign, .newer, .notRegular, .unreadable, .altered,
    ]

    static let notCompared = Problem(
        .pending, .notCompared,
        "The vault was restored from a copy and has not been compared with the provider since.",
        safe:
            "Nothing is handed out until then, because a token in it may have been revoked in the meantime.",
        hint: "Compare it now: lockstep sync")

    private static func copiedAlone(_ path: String) -> Problem {
        Problem(
            .integrity, .olderCopy,
            "\(Printable.quoted(path)) was copied without its log (-wal): changes may be missing.",
            safe: untouched,
            hint: "Copy it again while nothing changes, or use lockstep backup. If you want this copy: "
                + "lockstep doctor --accept-older")
    }

    /// What is wrong with a backup, or with the place of a new one.
    static func backup(_ error: LedgerError) -> Problem {
        let path = Printable.quoted(error.path ?? "FILE")
        switch error.code {
        case .missing:
            return Problem(
                .absent, .noFile, "There is no backup at \(path).", safe: untouched,
                hint: "Check the path. To take one: lockstep backup FILE")
        case .exists:
            return Problem(
                .conflict, .fileExists, "There is already a file at \(path).", safe: "It is unchanged.",
                hint: "Name another file, or a folder: each backup gets a name of its own there.")
        case .foreign:
            return Problem(
                .integrity, .foreignFile, "\(path) is not a Lockstep backup.", safe: untouched,
                hint: "Name a file that lockstep backup has written.")
        case .newer:
            return Problem(
                .integrity, .newerVault, "\(path) was written by a newer Lockstep.", safe: untouched,
                hint: "Use that version.")
        case .notRegular:
            return Problem(
                .integrity, .notRegular, "\(path) is not a regular file.", safe: untouched,
                hint: "Name a file that lockstep backup has written.")
        case .unreadable:
            return Problem(
                .unwritable, .unreadable, "\(path) cannot be read.", safe: untouched,
                hint: "Make it readable to you: chmod u+r \(Printable.argument(error.path ?? "FILE"))")
        default:
            return Problem(
                .integrity, .altered, "\(path) is damaged, was cut short, or was altered.",
                safe: untouched, hint: "Use another backup.")
        }
    }

    /// The same for a backup that does not open with what was given.
    static func wrongKey(ofBackup path: String) -> Problem {
        Problem(
            .locked, .wrongKey,
            "This passphrase or key does not open \(Printable.quoted(path)).", safe: untouched,
            hint: "Use what opened the vault when the backup was taken.")
    }

    /// A log of a vault that is not there any more.
    static func logLeft(_ path: String) -> Problem {
        let file = Printable.argument(path)
        return Problem(
            .conflict, .vaultExists, "\(file) is left of another vault and would be laid over this one.",
            safe: "Nothing was changed. It may hold changes that no copy has.",
            hint: "Put that vault back beside it, or move it away: mv \(file) \(file).old")
    }
}
