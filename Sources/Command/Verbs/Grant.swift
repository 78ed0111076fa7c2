internal import Lifecycle
internal import Requests
internal import Service

/// Shows and changes the rules of a token, or those of the vault on changes.
struct GrantOptions: VerbOptions {
    var isManaging = false
    var executable: String?
    var unit: String?
    var cgroup: String?
    var confirmation: String?
    var into: String?
    var removed: String?
    var isClearing = false

    static let verb = Verb(
        Self.self, "grant", summary: "restrict a token to some programs, or show the rules",
        operands: "LABEL | --manage", .places([.label]), count: 0...1,
        flags: flags, notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        guard !context.options.operands.isEmpty else { return try runOfVault(context) }
        let label = try context.label(0)
        if let change = try change() {
            let service = try context.service()
            try served { () throws(Failure) in try service.change(change, of: label) }
        }
        let rules = try context.ask(GrantsRequest(label))
        guard !context.options.json else { return try context.console.print(.grants(rules, of: label)) }
        try context.tell(
            rules, "No rules: every program of this user may have \(Printable.quoted(label.text)).")
    }

    /// The same for the rules of the whole vault.
    private func runOfVault(_ context: Context) throws(Problem) {
        guard isManaging else {
            throw .usage(
                "Name a token: lockstep grant LABEL",
                hint: "The rules on who may change tokens: lockstep grant --manage")
        }
        if let change = try change() {
            let service = try context.service()
            try served { () throws(Failure) in try service.changeManagers(change) }
        }
        let rules = try context.ask(SettingsRequest()).changes.managers
        guard !context.options.json else { return try context.console.print(.managers(rules)) }
        try context.tell(rules, "No rules: every program of this user may change tokens.")
    }
}
