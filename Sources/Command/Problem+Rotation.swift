internal import Lifecycle
internal import Requests

// What keeps a token from being rotated.

extension Problem {
    static func notActive(_ label: Label, _ state: Record.State) -> Problem {
        let name = Printable.quoted(label.text)
        return Problem(
            .conflict, .notActive,
            state == .creating
                ? "The token \(name) is still being created." : "The token \(name) is being revoked.",
            safe: untouched, hint: "Finish that with: lockstep sync")
    }

    init(_ flaw: RotationFlaw) {
        self =
            switch flaw {
            case .handedOut(let label, let generation): .handedOut(label, generation)
            case .cannotCreate(let account): .cannotCreate(account)
            case .notListed(let account): .notListed(account)
            }
    }

    private static func handedOut(_ label: Label, _ generation: UInt32) -> Problem {
        let name = Printable.argument(label.text)
        return .usage(
            "Generation \(generation) is the one that \(Printable.quoted(label.text)) hands out; without it the "
                + "label would hand out none of the older ones.",
            hint:
                "Put a new one in its place, and revoke it at once: lockstep rotate \(name) --overlap 0s. Or "
                + "revoke all generations: lockstep revoke \(name)")
    }

    private static func notListed(_ account: Label) -> Problem {
        Problem(
            .absent, .noToken,
            "The provisioning token of \(Printable.quoted(account.text)) is not among the personal access "
                + "tokens that the provider lists: an OAuth login made it, so it can neither be renewed nor "
                + "revoked from here.",
            safe: untouched, hint: another(account))
    }

    private static func cannotCreate(_ account: Label) -> Problem {
        Problem(
            .providerRefused, .missingScope,
            "The provisioning token of \(Printable.quoted(account.text)) may not create tokens "
                + "(account:read_write), so it cannot create the one to replace it.",
            safe: untouched, hint: another(account))
    }

    private static func another(_ account: Label) -> String {
        "Create a personal access token with account:read_write on the provider's web page, then: "
            + "lockstep login \(Printable.word(account.text))"
    }

    static let noGeneration = Problem(
        .absent, .absent, "The token has no such generation, or none any more.", safe: untouched,
        hint: "See the present ones: lockstep list LABEL, lockstep show LABEL")

    static func tooManyGenerations(_ label: Label) -> Problem {
        Problem(
            .conflict, .tooMany,
            "\(Printable.quoted(label.text)) has \(LabelEntry.mostRetiring) older generations whose overlap is "
                + "not over.",
            safe: untouched,
            hint: "See them: lockstep list \(Printable.argument(label.text)); end one of them early: "
                + "lockstep revoke \(Printable.argument(label.text)) --generation N")
    }
}
