internal import Requests

// Why a token was not made, sealed or revoked as asked.

// MARK: What came of the token that a creation asked for

extension Problem {
    static let unknownOutcome = Problem(
        .providerUnreachable, .unknownOutcome,
        "The provider did not say whether it created the token, and its listing shows no such token.",
        safe: "If one turns up within a day, lockstep sync deletes it.", hint: "Try again.")

    static let unreadableListing = Problem(
        .pending, .unreadableListing,
        "The provider did not say whether it created the token, and its listing has tokens that cannot be "
            + "read.",
        safe: "If it is one of them, lockstep sync deletes it once it can be read.",
        hint: "See: lockstep list --remote")

    static let grantedOtherwise = Problem(
        .providerRefused, .grantedOtherwise,
        "The provider granted different scopes, a different expiry or a different label than requested.",
        safe: "The token was revoked immediately; nobody got it.")

    static let unproven = Problem(
        .providerRefused, .unproven,
        "The provider created the new token, but does not accept it, or says too little about it.",
        safe: "The new token was revoked, and nobody got it. The present one is handed out as before.",
        hint: "Try again.")

    static let unusableString = Problem(
        .providerUnreachable, .unusableString, "The provider's answer contained no usable token string.",
        safe: "The token was deleted.", hint: "Try again.")

    static let strayDeleted = Problem(
        .providerUnreachable, .strayDeleted,
        "The provider had created a token, but its answer was lost; the token was found and deleted.",
        safe: "Nobody got it.", hint: "Try again.")
}

// MARK: Whether the provider still has it

extension Problem {
    static let stillAlive = Problem(
        .pending, .stillAlive, "The provider says that the token is deleted, but still accepts it.",
        safe: "It is no longer handed out, and nothing is wiped until the provider refuses it.",
        hint: "Later: lockstep sync")

    static let stillListed = Problem(
        .pending, .stillThere, "The provider says that it deleted the token, but still lists it.",
        hint: "Later: lockstep sync")

    static let vanished = Problem(
        .absent, .vanished, "The token is no longer at the provider.", hint: "See: lockstep sync")

    static let notScrubbed = Problem(
        .pending, .notScrubbed, "Another process is reading the vault, so its log could not be cleaned yet.",
        safe: "The token is dead at the provider and its record is purged.", hint: "Afterwards: lockstep sync"
    )
}

// MARK: What ended the operation itself

extension Problem {
    static let mismatch = Problem(
        .conflict, .mismatch, "The token string does not belong to the token with that id.",
        safe: "Nothing was sealed.", hint: "Compare with: lockstep list --remote")

    static let stopped = Problem(
        .pending, .stopped, "An earlier run was stopped before the token string was sealed.",
        safe: "Nothing was sealed.", hint: "Adopt it again.")

    static let superseded = Problem(
        .conflict, .superseded, "Another operation changed the token in the meantime.")

    static let abandoned = Problem(
        .conflict, .abandoned, "The token was forgotten, so its operation was dropped.")

    static let halted = Problem(
        .interrupted, .interrupted, "Nothing was done about it, because the command was interrupted.",
        safe: untouched,
        hint: "Run the command again. What is pending: lockstep status")

    static func impossible(_ event: String) -> Problem {
        Problem(
            .pending, .impossible, "Lockstep saw \(event) where it cannot happen, and stopped.",
            hint: "Please report this.")
    }
}
