internal import Lifecycle
internal import Requests
internal import Service

extension TimelineOptions {
    /// Draws bars as wide as the terminal.
    func draw(
        _ bars: [TimelineBar], _ span: (before: Instant, after: Instant), _ context: Context
    ) throws(Problem) {
        let console = context.console
        let text = TimelineText(
            bars, now: context.now, span: span, columns: console.columns, glyphs: .wanted)
        let isColoured = console.isColoured
        try console.print(text.head)
        try context.tell(bars) { text.row($0, isColoured: isColoured) }
        if !context.options.quiet { try console.print("\n" + text.legend) }
    }

    /// How many bars there may be.
    func readLimit() throws(Problem) -> Int {
        guard let limit else { return TimelineOptions.usual }
        guard let number = Int(limit), number >= 0 else {
            throw .usage(
                "\(Printable.quoted(limit)) is not a number of tokens.", hint: "Write 0 for all, or 50.")
        }
        return number
    }

    /// How far is looked, either way.
    func readSpan(_ now: Instant) throws(Problem) -> (before: Instant, after: Instant) {
        let text = span ?? TimelineOptions.usualSpan
        guard let length = TimeGrammar.duration(text), length.after(now) > now else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid duration.", hint: "Such as 90d, 6mo or 1y.")
        }
        let after = length.after(now)
        return (now.advanced(by: now.seconds - after.seconds), after)
    }
}

extension Context {
    /// Writes a text for each bar: there may be a hundred thousand.
    func tell(_ bars: [TimelineBar], _ text: (TimelineBar) -> String) throws(Problem) {
        var part = ""
        for bar in bars {
            part += text(bar)
            guard part.utf8.count > 65_536 else { continue }
            try console.print(part)
            part = ""
        }
        try console.print(part)
    }
}
