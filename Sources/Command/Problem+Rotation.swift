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
