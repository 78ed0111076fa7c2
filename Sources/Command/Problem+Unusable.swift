internal import Lifecycle
internal import Requests

extension Problem {
    /// Says in words what makes a request unusable.
    init(_ why: Unusable) {
        let all = "All scopes: lockstep create --list-scopes"
        self =
            switch why {
            case .label(let text, let problem): Problem(ofLabel: text, problem)
            case .noScopes:
                .usage(
                    "Say what the token may do, with --scope.",
                    hint: "For example --scope linodes:ro; all: lockstep create --list-scopes")
            case .scopesAndFullAccess: .usage("Give either scopes or --full-access.")
            case .unknownScope("*", _), .scopeForm("*"):
                .usage("A token that may do everything needs the flag --full-access.")
            case .unknownScope(let name, let nearest):
                .usage(
                    "There is no scope \(Printable.quoted(name)).",
                    hint: nearest.map { "Did you mean: \($0)" }
                        ?? "\(all). One that is newer than this Lockstep: --scope-unknown \(name):ro")
            case .unknownLevel(let level):
                .usage(
                    "There is no level \(Printable.quoted(level)).",
                    hint: "Levels: ro (read_only), rw (read_write)")
            case .noReadOnly(let name):
                .usage("The scope \(name) has no read_only level.", hint: "Write \(name):rw")
            case .scopeForm(let text):
                .usage("\(Printable.quoted(text)) is not of the form NAME:LEVEL.", hint: all)
            case .severalAccounts(let names):
                .usage(
                    "The vault has several accounts: \(Problem.list(names)).",
                    hint: "Name one with --account.")
            case .event(let other): Problem(ofEvent: other)
            case .limit(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid number of entries.",
                    hint: "Write how many, or 0 for all.")
            case .noExpiry, .expiryForm, .pastExpiry, .distantExpiry, .durationForm, .keep, .pastForm:
                Problem(ofTime: why)
            case .noSelection, .labelsAndAll, .idAndPrefix, .idForm, .longPrefix, .shortPrefix, .sameLabel:
                Problem(ofNaming: why)
            }
    }

    private init(ofTime why: Unusable) {
        self =
            switch why {
            case .expiryForm(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid expiry.",
                    hint: "Write 12h, 90d, 2w, 6mo, 1y, 2027-01-31, or never.")
            case .pastExpiry(let moment):
                .usage("The expiry \(moment.rfc3339) is in the past.", hint: "Nothing was created.")
            case .distantExpiry(let moment):
                .usage(
                    "The expiry \(moment.rfc3339) is too far away.", hint: "Write never where never is meant."
                )
            case .durationForm(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid duration.",
                    hint: "Write 30m, 12h, 14d, 2w, 6mo or 1y.")
            case .pastForm(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid time.",
                    hint: "Write 7d, 12h, 6mo, or 2026-11-01.")
            case .keep(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid time to keep hand-outs.",
                    hint: "Write 1d to 100y, such as 90d or 1y.")
            default:
                .usage(
                    "Say how long the token lives, with --expiry.",
                    hint: "For example --expiry 90d, or never.")
            }
    }

    private init(ofNaming why: Unusable) {
        self =
            switch why {
            case .labelsAndAll: .usage("Give labels, or --all.", hint: Problem.untouched)
            case .idAndPrefix: .usage("Give --id or --prefix, not both.")
            case .idForm(let text): .usage("\(Printable.quoted(text)) is not a valid id.")
            case .longPrefix(let length):
                .usage(
                    "--prefix takes the first \(length) characters and no more.",
                    hint:
                        "A command line can be read by others: if this was a token string, revoke that token."
                )
            case .shortPrefix(let length):
                .usage("--prefix takes the first \(length) characters, all of them.", hint: Problem.untouched)
            case .sameLabel: .usage("This is its label already.")
            default:
                .usage(
                    "Say which tokens: LABEL..., --all, --expired or --matching GLOB.",
                    hint: "Nothing was revoked.")
            }
    }

    private init(ofLabel text: String, _ problem: Label.Problem) {
        let why =
            switch problem {
            case .length(let count): "has \(count) characters; 1 to 100 are allowed"
            case .controlCharacter: "holds a control character"
            case .surroundingSpace: "begins or ends with white space"
            case .reserved: "has the form of tokens that are still being created"
            }
        self = .usage("The label \(Printable.quoted(text)) \(why).", hint: Problem.untouched)
    }

    private init(ofEvent other: String) {
        let known = AuditEntry.Event.allCases.map(\.name)
        let nearest = Guess.nearest(to: other, among: known)
        self = .usage(
            "There is no event \(Printable.quoted(other)).",
            hint: nearest.map { "Did you mean: \($0)" } ?? "Events: \(known.joined(separator: ", "))")
    }
}
