internal import Lifecycle

extension Problem {
    /// Says in words what a vault's failure means.
    init(_ error: LedgerError) {
        let untouched = "Nothing was changed."
        switch error.code {
        case .missing:
            let place = error.path.map { "at \(Printable.quoted($0))" } ?? "at this place"
            let option = error.path.map { " --vault \(Printable.argument($0))" } ?? ""
            self.init(
                .absent, .noVault, "There is no vault \(place).",
                hint: "If it lies elsewhere, name it with --vault. To make one: lockstep init\(option)")
        case .exists:
            self.init(
                .conflict, .vaultExists,
                "There is a vault at \(error.path.map(Printable.quoted) ?? "this place") already.",
                safe: untouched,
                hint: "Use it, or name another place with --vault.")
        case .foreign:
            self.init(
                .integrity, .foreignFile,
                "\(error.path.map(Printable.quoted) ?? "The file") is not a Lockstep vault, or it was cut short.",
                safe: untouched,
                hint: "Check the path; if it is your vault, put a copy that you made earlier in its place.")
        case .newer:
            self.init(
                .integrity, .newerVault, "The vault was written by a newer Lockstep.", safe: untouched,
                hint: "Use that version.")
        case .wrongKey:
            self.init(
                .locked, .wrongKey, "The vault does not open with this passphrase or key.", safe: untouched,
                hint: "Try again; the recovery key is taken in place of the passphrase.")
        case .altered:
            self.init(
                .integrity, .altered, "The vault was altered or is damaged (\(error.part.rawValue)).",
                safe: "Nothing was changed, and nothing that is not proven is handed out.",
                hint: "What is wrong, and what is whole: lockstep doctor")
        case .older:
            self.init(
                .integrity, .olderCopy, "The vault is an older copy than this machine has seen.",
                safe: untouched,
                hint: "Put the newest file back. If this copy is meant: lockstep doctor --accept-older"
            )
        case .exposed, .sharedFolder, .foreignOwner, .notRegular, .foreignLog, .uncounted, .replaced, .gone:
            self.init(ofFiles: error)
        case .busy:
            self.init(
                .conflict, .busy,
                error.part == .workers
                    ? "The agent has too many requests of this kind at once."
                    : "Another process held the vault for too long.", safe: untouched, hint: "Try again.")
        case .conflict:
            self.init(
                .conflict, .conflict, "The label is in use, or something still depends on this.",
                safe: untouched,
                hint: "See: lockstep list")
        case .absent:
            self.init(
                .absent, .absent, "There is no such token or account in the vault.",
                hint: "See: lockstep list")
        case .refused:
            self.init(
                .pending, .notHandedOut, "The token is being created or revoked and is not handed out.",
                safe: "The attempt is in the audit log.", hint: "Finish what is under way: lockstep sync")
        case .unbound:
            self.init(
                .denied, .unbound, "The token is not bound to this host.",
                safe: "Nothing was handed out; the refusal is in the audit log.",
                hint: "Which hosts it is bound to: lockstep bind, with its label")
        case .expired, .perhapsExpired:
            self.init(
                .absent, .expired, "The token's expiry has passed.", safe: "Nothing was handed out.",
                hint: "Create a new one. To have it all the same: --even-expired")
        case .unreadable:
            self.init(
                .unwritable, .unreadable,
                "The vault \(error.path.map(Printable.quoted) ?? "") cannot be reached: permission denied.",
                safe: untouched,
                hint: "Run lockstep as the user whose vault it is, or name another with --vault.")
        case .denied, .unchallenged, .unconfirmed:
            self.init(
                .denied, .denied, "No grant lets this program have the token, or a person said no.",
                safe: "Nothing was handed out; the refusal is in the audit log.",
                hint: "See the rules: lockstep grant, with its label")
        case .full:
            self.init(
                .unwritable, .diskFull,
                "The disk is full, or a limit on it is reached (a quota, or ulimit -f).",
                safe: "What was not written is not in the vault; what is in it is whole.",
                hint: "Make room, then do it again.")
        case .unwritable where error.path != nil:
            let path = Printable.argument(error.path ?? "")
            self.init(
                .unwritable, .unwritable,
                "\(path) cannot be written or read: not permitted, or on a read-only file system.",
                safe: "What was not written is not in the vault; what is in it is whole.",
                hint: "If it is yours: chmod u+rwX \(path). Otherwise name another vault with --vault.")
        case .unwritable:
            self.init(
                .unwritable, .unwritable, "The vault cannot be written here: read-only, or not permitted.",
                safe: "What was not written is not in the vault; what is in it is whole.",
                hint: "Check the folder's permissions, or name another with --vault.")
        case .failed: self.init(ofFailed: error)
        }
    }
}

/// Runs `body`, with the vault's failures in words.
func vault<R: ~Copyable>(_ body: () throws(LedgerError) -> R) throws(Problem) -> R {
    do throws(LedgerError) { return try body() } catch { throw Problem(error) }
}
