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
    var removed: String?
    var isClearing = false

    static let verb = Verb(
        Self.self, "grant", summary: "narrow a token to some programs, or show to which",
        operands: "LABEL | --manage", count: 0...1,
        flags: [
            Flag("exe", nil, .value("PATH", \.executable), "programs whose executable is this file"),
            Flag("unit", nil, .value("NAME", \.unit), "programs of this systemd unit"),
            Flag(
                "cgroup", nil, .value("PATTERN", \.cgroup),
                "programs in such a control group: * and ? are filled"),
            Flag("confirm", nil, .choice("askpass", \.confirmation), confirmWords),
            Flag(
                "manage", nil, .toggle(\.isManaging),
                "a rule on who may change the token; without a LABEL, on who may change any"),
            Flag("remove", nil, .value("N", \.removed), "take the rule with this number away"),
            Flag(
                "clear", nil, .toggle(\.isClearing),
                "take all rules away: every program of yours may have it again"),
        ],
        notes: GrantOptions.notes,
        examples: [
            "lockstep grant ci --exe /usr/bin/terraform", "lockstep grant ci --unit web.service --confirm",
            "lockstep grant ci", "lockstep grant ci --clear",
            "lockstep grant ci --manage --unit deploy.service",
            "lockstep grant --manage",
        ])

    func run(_ context: Context) throws(Problem) {
        guard !context.options.operands.isEmpty else { return try runOfVault(context) }
        let label = try context.label(0)
        if let change = try change() {
            let service = try context.service()
            try served { () throws(Failure) in try service.change(change, of: label) }
        }
        let rules = try context.ask(GrantsRequest(label))
        guard !context.options.json else { return try context.console.print(.grants(rules, of: label)) }
        try show(
            rules, "No rule: every program of this user may have \(Printable.quoted(label.text)).", context)
    }

    /// The same for the rules of the whole vault.
    private func runOfVault(_ context: Context) throws(Problem) {
        guard isManaging else {
            throw .usage(
                "Say which token: lockstep grant LABEL",
                hint: "The rules on who may change tokens: lockstep grant --manage")
        }
        if let change = try change() {
            let service = try context.service()
            try served { () throws(Failure) in try service.changeManagers(change) }
        }
        let rules = try context.ask(SettingsRequest()).changes.managers
        guard !context.options.json else { return try context.console.print(.managers(rules)) }
        try show(rules, "No rule: every program of this user may change tokens.", context)
    }

    private func show(_ rules: [Grant], _ none: String, _ context: Context) throws(Problem) {
        guard !rules.isEmpty else { return context.console.note(none) }
        for (place, rule) in rules.enumerated() {
            try context.console.print("\(place + 1)  \(Printable.line(rule.words))\n")
        }
    }
}
