internal import Lifecycle
internal import Requests
internal import Service

/// Shows and changes what is set in the vault.
struct SetOptions: VerbOptions {
    var auditKeep: String?
    var handsOutOnly: String?
    var ceiling: String?
    var maxLifetime: String?
    var changesAnHour: String?

    static let verb = Verb(
        Self.self, "set", summary: "show the vault's settings, or change some",
        flags: [
            Flag(
                "audit-keep", nil, .value("DURATION", \.auditKeep),
                "how long a machine keeps its hand-outs: 1d to 100y (400d)"),
            Flag(
                "hands-out-only", nil, .value("on|off", \.handsOutOnly),
                "on: the agent hands out and looks, and changes nothing"),
            Flag(
                "ceiling", nil, .value("SCOPES", \.ceiling),
                "the most that a token may do which the agent creates, such as linodes:rw,domains:ro; or none"
            ),
            Flag(
                "max-lifetime", nil, .value("DURATION", \.maxLifetime),
                "the longest that such a token may live, such as 90d; or none"),
            Flag(
                "changes-per-hour", nil, .value("N", \.changesAnHour),
                "how many changes an hour the agent makes (60)"),
        ],
        notes: [
            """
            Settings are sealed in the vault: no file, no variable and no restart of the agent changes them, and each change asks \
            for what unlocks the vault. Without a flag they are shown.
            """,
            """
            What is set for the agent does not bind whoever shows what unlocks the vault: without an agent a verb does as it is told. \
            A revocation of many tokens is one change, and a sync is none.
            """,
            """
            Hand-outs that are older are removed by whole files, and so are the oldest where a machine has more than 256 MB of \
            them. To keep them elsewhere: lockstep audit archive FILE. The vault's own changes are never removed.
            """,
        ],
        examples: [
            "lockstep set", "lockstep set --audit-keep 1y", "lockstep set --hands-out-only on",
            "lockstep set --ceiling linodes:rw,domains:ro --max-lifetime 90d",
        ])

    private var change: SettingsChange {
        var change = SettingsChange()
        (change.auditKeep, change.handsOutOnly) = (auditKeep, handsOutOnly)
        (change.ceiling, change.maxLifetime, change.changesAnHour) = (ceiling, maxLifetime, changesAnHour)
        return change
    }

    func run(_ context: Context) throws(Problem) {
        let change = change
        try served { () throws(Failure) in try Service.check(change, now: context.now) }
        if !change.isEmpty {
            let service = try context.service()
            try served { () throws(Failure) in try service.set(change) }
        }
        let settings = try context.ask(SettingsRequest())
        guard !context.options.json else { return try context.console.print(settings.json) }
        for (name, words) in settings.lines {
            let gap = String(repeating: " ", count: 18 - name.count)
            try context.console.print("\(name)\(gap)\(Printable.line(words))\n")
        }
    }
}

extension VaultSettings {
    /// Each setting as a person reads it.
    fileprivate var lines: [(String, String)] {
        [
            ("audit-keep", Times.span(auditKeep)), ("askpass", askpass ?? "none"),
            ("hands-out-only", changes.isHandsOutOnly ? "on" : "off"),
            ("ceiling", changes.ceiling.scopes?.list.joined(separator: " ") ?? "none"),
            ("max-lifetime", changes.ceiling.lifetime?.text ?? "none"),
            ("changes-per-hour", String(changes.changesAnHour)),
            (
                "managers",
                changes.managers.isEmpty ? "any" : changes.managers.map(\.words).joined(separator: "; ")
            ),
        ]
    }
}
