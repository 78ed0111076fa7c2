internal import Requests

/// A verb: its names, what it takes, and what it does.
struct Verb: Sendable {
    let name: String
    var aliases: [String] = []
    /// One line for the list of verbs.
    let summary: String
    /// What stands behind the name, such as `LABEL…`.
    var operands = ""
    /// How many operands there may be.
    var count: ClosedRange<Int> = 0...0
    /// Whether `-- COMMAND` may follow.
    var takesCommand = false
    var flags: [Flag] = []
    /// What `--json` does here.
    var json = JSONUse.answers
    /// More for its help: sentences, each a paragraph.
    var notes: [String] = []
    /// Command lines to learn from.
    var examples: [String] = []
    let run: @Sendable (Context) throws(Problem) -> Void

    /// The flags of every verb, as its help has them.
    var commonFlags: [Flag] {
        switch json {
        case .answers: Flag.common
        case .failures: [.jsonFailures] + Flag.common.filter { $0.long != Flag.jsonFailures.long }
        case .refused: Flag.common.filter { $0.long != Flag.jsonFailures.long }
        }
    }

    /// Its own flags, then those of every verb.
    var allFlags: [Flag] { flags + Flag.common }
}

/// What `--json` does for a verb.
enum JSONUse: Sendable {
    /// Its answer is JSON, and so are its failures.
    case answers
    /// Only its failures are: what it writes is not its own to form.
    case failures
    /// Nothing: it writes a secret, which JSON never holds.
    case refused
}

/// All verbs, in the order in which people need them.
enum Verbs {
    /// By name: a verb is only made when it is asked for, since making them all takes longer than most of them do.
    static let table: KeyValuePairs<String, @Sendable () -> Verb> = [
        "init": { initialise }, "login": { login }, "logout": { logout }, "create": { create },
        "list": { list },
        "show": { show }, "rename": { rename }, "set": { set }, "get": { get }, "run": { run },
        "inject": { inject },
        "credential": { credential }, "bind": { bind }, "grant": { grant }, "revoke": { revoke },
        "adopt": { adopt },
        "sync": { sync }, "status": { status }, "doctor": { doctor }, "audit": { audit }, "agent": { agent },
        "unlock": { unlock }, "lock": { lock },
    ]

    static var all: [Verb] { table.map { $0.value() } }

    /// The verb of a name; throws with the nearest one.
    static func named(_ name: String) throws(Problem) -> Verb {
        if let entry = table.first(where: { $0.key == name }) { return entry.value() }
        if let verb = all.first(where: { $0.aliases.contains(name) }) { return verb }
        let nearest = Guess.nearest(to: name, among: table.map(\.key))
        throw .usage(
            "There is no verb \(Printable.quoted(name)).",
            hint: nearest.map { "Did you mean: lockstep \($0)" } ?? "All verbs: lockstep --help")
    }
}
