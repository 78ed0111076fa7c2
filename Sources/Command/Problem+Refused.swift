internal import Lifecycle
internal import Requests

// What a vault that is whole does not do as asked.

extension Problem {
    static func busy(isAgent: Bool) -> Problem {
        Problem(
            .conflict, .busy,
            isAgent
                ? "The agent has too many requests of this kind at once."
                : "Another process held the vault for too long.", safe: untouched, hint: "Try again.")
    }

    static let tooManyWatchers = Problem(
        .conflict, .busy, "The agent is watching for too many programs at once.", safe: untouched,
        hint: "End a lockstep watch, or another program that waits for new tokens.")

    static let conflict = Problem(
        .conflict, .conflict, "The label is in use, or something still depends on this.", safe: untouched,
        hint: "See: lockstep list")

    static let absent = Problem(
        .absent, .absent, "There is no such token or account in the vault.", hint: "See: lockstep list")

    static let refused = Problem(
        .pending, .notHandedOut, "The token is being created or revoked and is not handed out.",
        safe: "The attempt is in the audit log.", hint: "Finish the operation: lockstep sync")

    static let leased = Problem(
        .denied, .forOneRun, "The token was created for one run (lockstep run --mint), which alone gets it.",
        safe: "The attempt is in the audit log.",
        hint: "Create a token for this, or run the command with --mint, too.")

    static let unbound = Problem(
        .denied, .unbound, "The token is not bound to this host.",
        safe: "Nothing was handed out; the refusal is in the audit log.",
        hint: "Which hosts it is bound to: lockstep bind, with its label")

    static let expired = Problem(
        .absent, .expired, "The token's expiry has passed.", safe: "Nothing was handed out.",
        hint: "Create a new one. To use it anyway: --even-expired")

    static let denied = Problem(
        .denied, .denied, "No grant lets this program have the token, or a person said no.",
        safe: "Nothing was handed out; the refusal is in the audit log.",
        hint: "See the rules: lockstep grant, with its label")
}
