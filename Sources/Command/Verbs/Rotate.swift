internal import Lifecycle
internal import Requests

/// Puts new tokens in the place of others.
struct RotateOptions: VerbOptions {
    var isAll = false
    var patterns: [String] = []
    var expiring: String?
    var scopes: [String] = []
    var unknownScopes: [String] = []
    var isFullAccess = false
    var expiry: String?
    var overlap: String?
    var endsWhenRead = false
    var account: String?
    var isAgreed = false

    static let verb = Verb(
        Self.self, "rotate", summary: "replace tokens by new ones, and revoke the old ones after a while",
        operands: "LABEL...", .each(.label), count: 0...Int.max, flags: flags, notes: notes,
        examples: examples)

    func run(_ context: Context) throws(Problem) {
        let filters = isAll || !patterns.isEmpty || expiring != nil
        if let account, !filters, context.options.operands.isEmpty {
            return try AccountRotating(context: context).run(account, self)
        }
        var request = RotateRequest(
            TokenSelection(
                labels: filters
                    ? try context.labels() : try context.labelsOrPicked("Which token should be rotated?"),
                isAll: isAll, patterns: patterns, expiring: expiring, account: account))
        (request.scopes, request.unknownScopes) = (scopes, unknownScopes)
        (request.isFullAccess, request.expiry) = (isFullAccess, expiry)
        (request.overlap, request.endsWhenRead) = (overlap, endsWhenRead)
        try context.check(request)
        let plan = try context.ask(request)
        guard !plan.steps.isEmpty else {
            context.console.note("No token matches; nothing was rotated.")
            return try context.tell([] as [Rotated])
        }
        if filters {
            let count = plan.steps.count
            try context.agree(
                isAgreed, plan.steps.map { Sentence.chosen($0.token) },
                "Rotate \(count == 1 ? "this token" : "these \(count) tokens")?", "rotated")
        }
        try context.tell(try context.ask(plan, ProgressBar("rotated", context.console)))
    }
}
