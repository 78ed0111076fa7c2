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
        Self.self, "set", summary: "show or change the vault's settings",
        flags: flags, notes: notes, examples: examples)

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
        try context.console.print(Facts(settings.lines.map { Fact($0, $1) }))
    }
}
