internal import Lifecycle
internal import Requests

/// Draws a bar for each token, from its creation to its expiry.
struct TimelineOptions: VerbOptions {
    var order: String?
    var limit: String?
    var span: String?
    var account: String?

    static let verb = Verb(
        Self.self, "timeline", summary: "draw when tokens were created, are due and expire",
        operands: "[GLOB...]", .each(.label), count: 0...Int.max,
        flags: flags, notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        let order = try order.map(ListOptions.order) ?? .expiry
        let (limit, span) = (try readLimit(), try readSpan(context.now))
        let request = ListRequest(account: account, patterns: context.options.operands)
        let tokens = try context.ask(TimelineRequest(request))
        let now = context.now
        if context.options.json {
            return try context.console.print(.timeline(at: now)) { () throws(Problem) in
                try tokens.next()?.json
            }
        }
        var rows = TimelineRows(order, limit: limit)
        while let item = try tokens.next() { rows.add(TimelineBar(item)) }
        guard rows.count > 0 else { return context.console.note(request.nothing) }
        let bars = rows.sorted
        if context.options.plain {
            try context.tell(bars) { $0.sentence(now: now) + "\n" }
        } else {
            try draw(bars, span, context)
        }
        let rest = rows.count - bars.count
        guard rest > 0 else { return }
        context.console.note("And \(rest) more: lockstep timeline --limit 0, or with a GLOB.")
    }
}
