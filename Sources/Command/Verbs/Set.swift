internal import Lifecycle
internal import Requests
internal import Service

/// Shows and changes what is set in the vault, or what is decided for a label.
struct SetOptions: VerbOptions {
    var auditKeep: String?
    var handsOutOnly: String?
    var ceiling: String?
    var maxLifetime: String?
    var changesAnHour: String?
    var backup: String?
    var policy = PolicyWords()
    var isAll = false
    var patterns: [String] = []
    var account: String?
    var isAgreed = false

    static let verb = Verb(
        Self.self, "set", summary: "show or change a token's policy, or the vault's settings",
        operands: "[LABEL...]", .each(.label), count: 0...Int.max,
        flags: policyFlags + choiceFlags + flags, notes: notes, examples: examples)

    /// Whether flags choose tokens, or narrow which.
    var chooses: Bool { isAll || !patterns.isEmpty || account != nil }

    func run(_ context: Context) throws(Problem) {
        let change = try change
        guard context.options.operands.isEmpty, !chooses else {
            guard change.isEmpty else {
                throw .usage(
                    "These settings are the vault's, not a token's.", hint: "Give them without LABEL.")
            }
            return try Deciding(context: context, words: policy).run(self)
        }
        guard policy.isEmpty else {
            throw .usage(
                "Say which token's policy that is.", hint: "For example: lockstep set ci --lifetime 90d")
        }
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
