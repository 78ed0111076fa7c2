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
    /// More for its help: sentences, each a paragraph.
    var notes: [String] = []
    /// Command lines to learn from.
    var examples: [String] = []
    let run: @Sendable (Context) throws(Problem) -> Void

    /// Its own flags, then those of every verb.
    var allFlags: [Flag] { flags + Flag.common }
}

/// All verbs, in the order in which people need them.
enum Verbs {
    static let all: [Verb] = [
        initialise, login, logout, create, list, show, rename, get, run, inject, credential, grant, revoke,
        adopt,
        sync, status,
        doctor,
        audit, agent, unlock, lock,
    ]

    /// The verb of a name; throws with the nearest one.
    static func named(_ name: String) throws(Problem) -> Verb {
        if let verb = all.first(where: { $0.name == name || $0.aliases.contains(name) }) { return verb }
        let nearest = Guess.nearest(to: name, among: all.map(\.name))
        throw .usage(
            "There is no verb \(Printable.quoted(name)).",
            hint: nearest.map { "Did you mean: lockstep \($0)" } ?? "All verbs: lockstep --help")
    }
}
