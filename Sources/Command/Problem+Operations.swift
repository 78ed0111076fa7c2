internal import Lifecycle

extension Problem {
    /// Says in words why an operation failed or is pending; `account` is the one that asked, where it is known.
    init(_ reason: Reason, of account: Account? = nil) {
        switch reason {
        case .provider(let failure): self.init(failure, of: account)
        case .ledger(let error): self.init(error)
        case .unknownOutcome:
            self.init(
                .providerUnreachable, .unknownOutcome,
                "The provider did not say whether it made the token, and its listing shows none.",
                safe: "Should one turn up within a day, lockstep sync deletes it.", hint: "Try again.")
        case .unreadableListing:
            self.init(
                .pending, .unreadableListing,
                "The provider did not say whether it made the token, and its listing has tokens that cannot be read.",
                safe: "Should one of them be it, lockstep sync deletes it once it can be read.",
                hint: "What is there: lockstep list --remote")
        case .grantedOtherwise:
            self.init(
                .providerRefused, .grantedOtherwise,
                "The provider granted other scopes, another expiry or another label than asked for.",
                safe: "The token was revoked at once; nobody got it.")
        case .unusableString:
            self.init(
                .providerUnreachable, .unusableString, "The provider's answer held no usable token string.",
                safe: "The token was deleted.", hint: "Try again.")
        case .strayDeleted:
            self.init(
                .providerUnreachable, .strayDeleted,
                "The provider had made a token whose answer was lost; it was found and deleted.",
                safe: "Nobody got it.", hint: "Try again.")
        case .stillAlive:
            self.init(
                .pending, .stillAlive, "The provider says that the token is deleted, and still honours it.",
                safe: "It is handed out no more, and nothing is wiped before it is refused.",
                hint: "Later: lockstep sync")
        case .stillListed:
            self.init(
                .pending, .stillThere, "The provider says that it deleted the token, and still shows it.",
                hint: "Later: lockstep sync")
        case .vanished:
            self.init(
                .absent, .vanished, "The token is no longer at the provider.", hint: "See: lockstep sync")
        case .mismatch:
            self.init(
                .conflict, .mismatch, "The token string does not belong to the token of that id.",
                safe: "Nothing was sealed.", hint: "Compare with: lockstep list --remote")
        case .stopped:
            self.init(
                .pending, .stopped, "An earlier run was stopped before the token string was sealed.",
                safe: "Nothing was sealed.", hint: "Adopt it again.")
        case .superseded:
            self.init(.conflict, .superseded, "Another operation changed the token in the meantime.")
        case .abandoned:
            self.init(
                .conflict, .abandoned, "The token was forgotten, and what was begun with it is dropped.")
        case .impossible(let event):
            self.init(
                .pending, .impossible, "Lockstep met \(event) where it cannot happen, and stopped.",
                hint: "Please report this.")
        case .notScrubbed:
            self.init(
                .pending, .notScrubbed,
                "Another process reads the vault, so its log could not be cleaned yet.",
                safe: "The token is dead at the provider and its record is purged.",
                hint: "Then: lockstep sync")
        }
    }

    /// A problem of an operation that is in the journal, where `sync` finishes it, or undoes what cannot be finished.
    static func pending(_ reason: Reason, isUndone: Bool = false, of account: Account? = nil) -> Problem {
        var problem = Problem(reason, of: account)
        problem.exit = .pending
        switch reason {
        // What these say is safe is so for whatever is pending.
        case .stillAlive, .notScrubbed, .unreadableListing: break
        case .provider, .ledger, .unknownOutcome, .grantedOtherwise, .unusableString, .strayDeleted,
            .vanished,
            .stillListed, .mismatch, .stopped, .superseded, .abandoned, .impossible:
            problem.safe = "It stands in the journal; nothing is lost."
        }
        let what = isUndone ? "Undo what was begun with: lockstep sync" : "Finish it with: lockstep sync"
        problem.hint = what + (problem.hint.isEmpty ? "" : " (\(problem.hint))")
        return problem
    }
}
