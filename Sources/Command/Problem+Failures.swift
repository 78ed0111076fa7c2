internal import Lifecycle
internal import Secrets

extension Problem {
    /// Says in words what a vault's failure means.
    init(_ error: LedgerError) {
        let untouched = "Nothing was changed."
        switch error.code {
        case .missing:
            let place = error.path.map { "at \(Printable.quoted($0))" } ?? "at this place"
            let option = error.path.map { " --vault \(Printable.argument($0))" } ?? ""
            self.init(
                .absent, "no-vault", "There is no vault \(place).",
                hint: "If it lies elsewhere, name it with --vault. To make one: lockstep init\(option)")
        case .exists:
            self.init(
                .conflict, "vault-exists",
                "There is a vault at \(error.path.map(Printable.quoted) ?? "this place") already.",
                safe: untouched,
                hint: "Use it, or name another place with --vault.")
        case .foreign:
            self.init(
                .integrity, "foreign-file", "The file is not a Lockstep vault, or it was cut short.",
                safe: untouched,
                hint: "Check the path; if it is your vault, put a copy that you made earlier in its place.")
        case .newer:
            self.init(
                .integrity, "newer-vault", "The vault was written by a newer Lockstep.", safe: untouched,
                hint: "Use that version.")
        case .wrongKey:
            self.init(
                .locked, "wrong-key", "The vault does not open with this passphrase or key.", safe: untouched,
                hint: "Try again; the recovery key is taken in place of the passphrase.")
        case .altered:
            self.init(
                .integrity, "altered", "The vault was altered or is damaged (\(error.place)).",
                safe: "Nothing was changed, and nothing that is not proven is handed out.",
                hint: "What is wrong, and what is whole: lockstep doctor")
        case .older:
            self.init(
                .integrity, "older-copy", "The vault is an older copy than this machine has seen.",
                safe: untouched,
                hint: "Put the newest file back. If this copy is meant: lockstep doctor --accept-older"
            )
        case .exposed, .sharedFolder, .foreignOwner, .notRegular, .foreignLog, .uncounted, .replaced, .gone:
            self.init(ofFiles: error)
        case .busy:
            self.init(
                .conflict, "busy",
                error.place == "workers"
                    ? "The agent has too many requests of this kind at once."
                    : "Another process held the vault for too long.", safe: untouched, hint: "Try again.")
        case .failed where error.place == "worker":
            self.init(
                .unexpected, "failed", "The agent's worker ended before it had an answer.", safe: untouched,
                hint: "Try again.")
        case .conflict:
            self.init(
                .conflict, "conflict", "The label is in use, or something still depends on this.",
                safe: untouched,
                hint: "See: lockstep list")
        case .absent:
            self.init(
                .absent, "absent", "There is no such token or account in the vault.",
                hint: "See: lockstep list")
        case .refused:
            self.init(
                .pending, "not-handed-out", "The token is being created or revoked and is not handed out.",
                safe: "The attempt is in the audit log.", hint: "Finish what is under way: lockstep sync")
        case .unbound:
            self.init(
                .denied, "unbound", "The token is not bound to this host.",
                safe: "Nothing was handed out; the refusal is in the audit log.",
                hint: "Bind it, where it belongs: lockstep bind LABEL URL")
        case .expired, .perhapsExpired:
            self.init(
                .absent, "expired", "The token's expiry has passed.", safe: "Nothing was handed out.",
                hint: "Create a new one. To have it all the same: --even-expired")
        case .unreadable:
            self.init(
                .unwritable, "unreadable",
                "The vault \(error.path.map(Printable.quoted) ?? "") cannot be reached: permission denied.",
                safe: untouched,
                hint: "Run lockstep as the user whose vault it is, or name another with --vault.")
        case .denied, .unchallenged, .unconfirmed:
            self.init(
                .denied, "denied", "No grant lets this program have the token, or a person said no.",
                safe: "Nothing was handed out; the refusal is in the audit log.",
                hint: "See: lockstep grant LABEL")
        case .full:
            self.init(
                .unwritable, "disk-full",
                "The disk is full, or a limit on it is reached (a quota, or ulimit -f).",
                safe: "What was not written is not in the vault; what is in it is whole.",
                hint: "Make room, then do it again.")
        case .unwritable:
            self.init(
                .unwritable, "unwritable", "The vault cannot be written here: read-only, or not permitted.",
                safe: "What was not written is not in the vault; what is in it is whole.",
                hint: "Check the folder's permissions, or name another with --vault.")
        case .failed:
            self.init(
                .unexpected, "failed", "The vault could not be used (\(error.place)).",
                safe: "What was not written is not in the vault.", hint: "Look at it with: lockstep doctor")
        }
    }

    /// Says in words what a provider's failure means.
    init(_ failure: ProviderFailure) {
        // Three kinds carry the provider's own words, the others those of this machine.
        let reason = failure.reason.map { " It says: \($0)" } ?? ""
        let why = failure.reason.map { ": \($0)" } ?? ""
        let retry = failure.retryAfter.map { "Try again in \($0) s." } ?? "Try again later."
        switch failure.code {
        case .unreachable:
            self.init(
                .providerUnreachable, "unreachable", "The provider cannot be reached\(why).",
                safe: "No request left this machine.",
                hint: "Check the network. The addresses of accounts: lockstep status --json")
        case .interrupted:
            self.init(
                .providerUnreachable, "interrupted",
                "The connection to the provider broke before its answer was here\(why).",
                hint: "Run lockstep sync once it can be reached.")
        case .deadCredential:
            self.init(
                .providerRefused, "dead-credential",
                "The provider refuses the account's provisioning token: it is unknown, expired or revoked.",
                hint:
                    "Give the account a new one: lockstep login ACCOUNT (lockstep status names the accounts)")
        case .missingScope:
            let scope = failure.wantedScope ?? "account:read_write"
            self.init(
                .providerRefused, "missing-scope", "The provisioning token lacks the scope \(scope).",
                hint:
                    "Log in with a token that has it: lockstep login ACCOUNT (lockstep status names the accounts)"
            )
        case .forbidden:
            self.init(
                .providerRefused, "forbidden",
                "The provider does not permit this to the account's user.\(reason)",
                hint: "Ask the account's owner for the grant.")
        case .rejected:
            self.init(
                .providerRefused, "rejected", "The provider refused the request.\(reason)",
                safe: "Nothing was done.", hint: "Change what it names, and try again.")
        case .throttled:
            self.init(
                .providerRefused, "throttled", "The provider takes no more requests for now.",
                safe: "Nothing was done.",
                hint: retry)
        case .unavailable:
            self.init(
                .providerUnreachable, "unavailable", "The provider is in trouble.\(reason)", hint: retry)
        case .nonsense:
            self.init(
                .providerUnreachable, "nonsense", "The provider's answer cannot be understood\(why).",
                hint: "Is a proxy in between? The addresses of accounts: lockstep status --json")
        case .helper:
            self.init(
                .providerUnreachable, "helper",
                "The provider was not asked: \(failure.reason ?? "lockstep-provider cannot be used").",
                safe: "No request left this machine.",
                hint: "lockstep-provider of the same version has to be beside lockstep; "
                    + "an address has to be https, or http to this machine.")
        }
    }

    /// Says in words why an operation failed or is pending.
    init(_ reason: Reason) {
        switch reason {
        case .provider(let failure): self.init(failure)
        case .ledger(let error): self.init(error)
        case .unknownOutcome:
            self.init(
                .providerUnreachable, "unknown-outcome",
                "The provider did not say whether it made the token, and its listing shows none.",
                safe: "Should one turn up within a day, lockstep sync deletes it.", hint: "Try again.")
        case .unreadableListing:
            self.init(
                .pending, "unreadable-listing",
                "The provider did not say whether it made the token, and its listing has tokens that cannot be read.",
                safe: "Should one of them be it, lockstep sync deletes it once it can be read.",
                hint: "What is there: lockstep list --remote")
        case .grantedOtherwise:
            self.init(
                .providerRefused, "granted-otherwise",
                "The provider granted other scopes, another expiry or another label than asked for.",
                safe: "The token was revoked at once; nobody got it.")
        case .unusableString:
            self.init(
                .providerUnreachable, "unusable-string", "The provider's answer held no usable token string.",
                safe: "The token was deleted.", hint: "Try again.")
        case .strayDeleted:
            self.init(
                .providerUnreachable, "stray-deleted",
                "The provider had made a token whose answer was lost; it was found and deleted.",
                safe: "Nobody got it.", hint: "Try again.")
        case .stillAlive:
            self.init(
                .pending, "still-alive", "The provider says that the token is deleted, and still honours it.",
                safe: "It is handed out no more, and nothing is wiped before it is refused.",
                hint: "Later: lockstep sync")
        case .vanished:
            self.init(
                .absent, "vanished", "The token is no longer at the provider.", hint: "See: lockstep sync")
        case .mismatch:
            self.init(
                .conflict, "mismatch", "The token string does not belong to the token of that id.",
                safe: "Nothing was sealed.", hint: "Compare with: lockstep list --remote")
        case .stopped:
            self.init(
                .pending, "stopped", "An earlier run was stopped before the token string was sealed.",
                safe: "Nothing was sealed.", hint: "Adopt it again.")
        case .superseded:
            self.init(.conflict, "superseded", "Another operation changed the token in the meantime.")
        case .notScrubbed:
            self.init(
                .pending, "not-scrubbed",
                "Another process reads the vault, so its log could not be cleaned yet.",
                safe: "The token is dead at the provider and its record is purged.",
                hint: "Then: lockstep sync")
        }
    }

    /// A problem of an operation that is in the journal, where `sync` finishes it, or undoes what cannot be finished.
    static func pending(_ reason: Reason, isUndone: Bool = false) -> Problem {
        var problem = Problem(reason)
        problem.exit = .pending
        switch reason {
        // What these say is safe is so for whatever is pending.
        case .stillAlive, .notScrubbed, .unreadableListing: break
        default: problem.safe = "It stands in the journal; nothing is lost."
        }
        let what = isUndone ? "Undo what was begun with: lockstep sync" : "Finish it with: lockstep sync"
        problem.hint = what + (problem.hint.isEmpty ? "" : " (\(problem.hint))")
        return problem
    }

    /// Says in words what went wrong with secret input or memory.
    init(_ error: SecretsError, reading what: String) {
        switch error {
        case .tooLong: self = .usage("\(what) is longer than any that there is.")
        case .descriptor(let number):
            self.init(.locked, "unreadable", "\(what) cannot be read: \(System.error(number)).")
        case .memory: self.init(.unexpected, "no-memory", "There is no guarded memory to be had.")
        case .authentication, .parameters, .malformed: self = .usage("\(what) is not of the expected form.")
        }
    }
}

/// Runs `body`, with the vault's failures in words.
func vault<R: ~Copyable>(_ body: () throws(LedgerError) -> R) throws(Problem) -> R {
    do throws(LedgerError) { return try body() } catch { throw Problem(error) }
}
