internal import Lifecycle
internal import Requests

// Refusals of changes: nothing was begun.

extension Problem {
    private static let proof =
        "Give what unlocks the vault with the request: --key-file FILE or --passphrase-file FILE"

    static let handsOutOnly = Problem(
        .denied, .handsOutOnly, "This vault's agent only hands out tokens and reads; it changes nothing.",
        safe: untouched, hint: "\(proof). To permit changes: lockstep set --hands-out-only off")

    static func aboveCeiling(_ excess: Ceiling.Excess) -> Problem {
        let what =
            switch excess {
            case .scopes(let scopes, let allowed):
                "The vault's ceiling does not let the agent create or adopt a token with \(words(scopes)): "
                    + "at most \(words(allowed))."
            case .lifetime(let most):
                "The vault's ceiling does not let the agent create or adopt a token that lives longer than "
                    + "\(most.text)."
            }
        return Problem(
            .denied, .aboveCeiling, what, safe: untouched,
            hint: "\(proof). The ceiling: lockstep set")
    }

    private static func words(_ scopes: Scopes) -> String {
        switch scopes {
        case .all: "full access"
        case .only(let named): named.isEmpty ? "no scope" : TokenRow.words(scopes)
        }
    }

    static func tooManyChanges(_ most: Int, until moment: Instant) -> Problem {
        Problem(
            .denied, .tooManyChanges,
            "The agent makes at most \(most) change\(most == 1 ? "" : "s") an hour, and has made them.",
            safe: untouched,
            hint:
                "Try again after \(moment.local). \(proof). To permit more: lockstep set --changes-per-hour N"
        )
    }

    static func notManager(_ label: Label?, isHidden: Bool) -> Problem {
        let name = label.map { Printable.quoted($0.text) } ?? "the tokens of this vault"
        let rules = "lockstep grant \(label.map { Printable.word($0.text) + " " } ?? "")--manage"
        guard isHidden else {
            return Problem(
                .denied, .notManager, "No rule lets this program change \(name).", safe: untouched,
                hint: "See the rules: \(rules). To remove them: \(rules) --clear")
        }
        return Problem(
            .denied, .notManager,
            "A rule says which programs may change \(name), but the kernel did not say which one is asking.",
            safe: untouched,
            hint:
                "The program must ask by itself and wait for the answer, and /proc must not hide it from "
                + "the agent (hidepid, "
                + "ProtectProc=invisible). See the rules: \(rules). "
                + "To remove them: \(rules) --clear")
    }
}
