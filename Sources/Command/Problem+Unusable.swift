internal import Lifecycle
internal import Requests

extension Problem {
    /// Says in words what makes a request unusable.
    init(_ why: Unusable) {
        self =
            switch why {
            case .label(let text, let problem): Problem(problem, of: text)
            case .scopes(let flaw): Problem(flaw)
            case .time(let flaw): Problem(flaw)
            case .naming(let flaw): Problem(flaw)
            case .severalAccounts(let names):
                .usage(
                    "The vault has several accounts: \(Problem.list(names)).",
                    hint: "Name one with --account.")
            case .event(let other): .unknownEvent(other)
            case .limit(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid number of entries.",
                    hint: "Write how many, or 0 for all.")
            case .setting(let flaw): Problem(flaw)
            case .policy(let flaw): Problem(flaw)
            case .spec(let flaw): Problem(flaw)
            case .token(let place, let label, let why): Problem(why, of: place, label)
            }
    }

    private init(_ flaw: SettingFlaw) {
        self =
            switch flaw {
            case .toggle(let text):
                .usage("\(Printable.quoted(text)) is neither on nor off.", hint: "Write on or off.")
            case .lifetime(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid lifetime.",
                    hint: "Write 12h, 90d, 6mo, or none for no bound.")
            case .changes(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid number of changes.",
                    hint: "Write 1 to \(ChangeSettings.changesAnHour.upperBound).")
            }
    }

    private init(_ problem: Label.Problem, of text: String) {
        let why =
            switch problem {
            case .length(let count): "has \(count) characters; 1 to 100 are allowed"
            case .controlCharacter: "contains a control character"
            case .surroundingSpace: "begins or ends with white space"
            case .reserved: "has a form that is reserved for tokens being created"
            }
        self = .usage("The label \(Printable.quoted(text)) \(why).", hint: Problem.untouched)
    }

    private init(_ flaw: ScopeFlaw) {
        let all = "All scopes: lockstep create --list-scopes"
        self =
            switch flaw {
            case .missing:
                .usage(
                    "Say what the token may do, with --scope.",
                    hint: "For example --scope linodes:ro; all: lockstep create --list-scopes")
            case .besideFullAccess: .usage("Give either scopes or --full-access.")
            case .unknown("*", _), .form("*"):
                .usage(
                    "The scope * means everything.",
                    hint: "For a token that may do everything: --full-access. For no ceiling: --ceiling none")
            case .unknown(let name, let nearest):
                .usage(
                    "There is no scope \(Printable.quoted(name)).",
                    hint: nearest.map { "Did you mean: \($0)" }
                        ?? "\(all). One that is newer than this Lockstep: --scope-unknown \(name):ro")
            case .level(let level):
                .usage(
                    "There is no level \(Printable.quoted(level)).",
                    hint: "Levels: ro (read_only), rw (read_write)")
            case .noReadOnly(let name):
                .usage("The scope \(name) has no level ro.", hint: "Write \(name):rw")
            case .form(let text):
                .usage("\(Printable.quoted(text)) is not of the form NAME:LEVEL.", hint: all)
            }
    }

    private init(_ flaw: TimeFlaw) {
        self =
            switch flaw {
            case .missing:
                .usage(
                    "Say how long the token lives, with --expiry.",
                    hint: "For example --expiry 90d, or never.")
            case .expiry(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid expiry.",
                    hint: "Write 12h, 90d, 2w, 6mo, 1y, 2027-01-31, or never.")
            case .past(let moment):
                .usage("The expiry \(moment.local) is in the past.", hint: "Nothing was created.")
            case .distant(let moment):
                .usage(
                    "The expiry \(moment.local) is too far away.", hint: "If you mean never, write never."
                )
            case .duration(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid duration.",
                    hint: "Write 30m, 12h, 14d, 2w, 6mo or 1y.")
            case .moment(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid time.",
                    hint: "Write 7d, 12h, 6mo, or 2026-11-01.")
            case .endless:
                .usage(
                    "A token for one run has to expire, in case that nothing is left to revoke it.",
                    hint: "Give the longest that the run may take, such as --expiry 8h.")
            case .keep(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid time to keep hand-outs.",
                    hint: "Write 1d to 100y, such as 90d or 1y.")
            }
    }

    private init(_ flaw: NamingFlaw) {
        self =
            switch flaw {
            case .missing:
                .usage(
                    "Say which tokens: LABEL..., --all, or those that match: --matching GLOB.",
                    hint: Problem.untouched)
            case .labelsAndAll: .usage("Give labels, or --all.", hint: Problem.untouched)
            case .sameLabel: .usage("That is already its label.")
            case .idAndPrefix: .usage("Give --id or --prefix, not both.")
            case .id(let text): .usage("\(Printable.quoted(text)) is not a valid id.")
            case .longPrefix(let length):
                .usage(
                    "--prefix takes the first \(length) characters and no more.",
                    hint:
                        "Others can read a command line: if this was a token string, revoke that token."
                )
            case .shortPrefix(let length):
                .usage(
                    "--prefix takes the first \(length) characters, all of them.", hint: Problem.untouched)
            }
    }

    private static func unknownEvent(_ other: String) -> Problem {
        let known = AuditEntry.Event.allCases.map(\.name)
        let nearest = Guess.nearest(to: other, among: known)
        return .usage(
            "There is no event \(Printable.quoted(other)).",
            hint: nearest.map { "Did you mean: \($0)" } ?? "Events: \(known.joined(separator: ", "))")
    }
}
