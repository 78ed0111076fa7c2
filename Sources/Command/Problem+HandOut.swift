internal import Lifecycle
internal import Requests
internal import Wire

extension Problem {
    /// Says what is wrong with a hand-out.
    init(_ error: LedgerError, asking labels: [Label]) {
        self = Problem(error).withNothingHandedOut
        let names = labels.map { Printable.quoted($0.text) }.joined(separator: ", ")
        if error.code == .denied {
            self = Problem(denying: labels, error)
        }
        if error.code == .expired {
            self = Problem(expired: names, at: error.moment, isOne: labels.count == 1)
        }
        guard error.code == .absent, error.part != .generations else { return }
        self = Problem(
            .absent, .noToken,
            labels.count == 1
                ? "There is no token \(names) in the vault."
                : "Not all of these tokens are in the vault: \(names).",
            safe: "Nothing was changed.", hint: "See: lockstep list")
    }

    /// Those that say by themselves that nothing was handed out.
    private static let tellingOfHandOut: Set<ErrorCode> = [
        .altered, .uncounted, .replaced, .vaultGone, .expired, .unbound, .unboundPath, .denied,
        .forked, .unlogged, .unknownCommit,
    ]

    /// The same, and that nothing was handed out: who waits for a token wants to know that first.
    var withNothingHandedOut: Problem {
        guard !Problem.tellingOfHandOut.contains(code) else { return self }
        var problem = self
        problem.safe = safe.isEmpty ? "Nothing was handed out." : "Nothing was handed out. \(safe)"
        return problem
    }

    private init(expired names: String, at moment: Instant?, isOne: Bool) {
        let day = moment.map { " on \($0.local)" } ?? ""
        self.init(
            .absent, .expired,
            isOne ? "The token \(names) expired\(day)." : "One of these tokens expired\(day): \(names).",
            safe: "Nothing was handed out; the refusal is in the audit log.",
            hint: "Create a new one. To use it anyway: --even-expired")
    }

    private init(denying labels: [Label], _ error: LedgerError) {
        let names = labels.map { Printable.quoted($0.text) }.joined(separator: ", ")
        let (what, hint) = Problem.whyAsked(error.part, names) ?? Problem.whyDenied(error.part, names, labels)
        self.init(
            .denied, .denied, what, safe: "Nothing was handed out; the refusal is in the audit log.",
            hint: hint)
    }

    /// What is wrong where a person has to agree.
    private static func whyAsked(_ part: LedgerError.Part, _ names: String) -> (String, hint: String)? {
        switch part {
        case .confirmation:
            (
                "A person must agree before this program gets \(names), and did not, or could not be asked.",
                "Try again, and have a person agree."
            )
        case .terminal:
            (
                "A person must agree on the terminal before this program gets \(names), and there is no "
                    + "terminal.",
                "Run it on a terminal, without --no-input."
            )
        case .askpass:
            (
                "A person must agree before this program gets \(names), but the vault names no program that "
                    + "asks.",
                "Set one, such as ssh-askpass where that is installed: lockstep agent askpass "
                    + "/usr/bin/ssh-askpass"
            )
        case .many:
            (
                "A person must agree, and is asked about at most \(Confirmation.most) tokens at a time.",
                "Ask for fewer tokens at a time."
            )
        default: nil
        }
    }

    /// What hides callers, and what brings them back.
    static let hiding =
        "Something hides processes from the agent: /proc is mounted with hidepid, or its unit has "
        + "ProtectProc=invisible. "
        + "Start the agent where its user's processes are visible."

    private static func whyDenied(
        _ part: LedgerError.Part, _ names: String, _ labels: [Label]
    ) -> (String, hint: String) {
        let rules = labels.map { "lockstep grant \(Printable.word($0.text))" }.joined(separator: "; ")
        return switch part {
        case .into:
            (
                "A grant hands \(names) out only to lockstep run, for a program that it names.",
                "See the rules: \(rules)"
            )
        case .caller:
            (
                "A grant restricts \(names), but the kernel did not say which program is asking.",
                "The program must ask by itself and wait for the answer."
            )
        case .hiddenCaller:
            (
                "A grant restricts \(names), but /proc does not show the agent which program is asking.",
                "\(Problem.hiding) See the rules: \(rules)"
            )
        default: ("No grant lets this program have \(names).", "See the rules: \(rules)")
        }
    }
}
