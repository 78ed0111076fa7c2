internal import Lifecycle
internal import Requests

/// Bars under one another, with today as a line through all of them.
struct TimelineText {
    private let scale: TimelineScale
    private let glyphs: TimelineGlyphs
    private let now: Instant
    private let columns: Int
    /// The columns of labels before the bars; 0 where each label has a line of its own.
    private let labels: Int

    /// Where nothing says how wide it is to be.
    static let usual = 100
    /// Narrower bars say nothing.
    private static let least = 24

    init(
        _ bars: [TimelineBar], now: Instant, span: (before: Instant, after: Instant), columns: Int,
        glyphs: TimelineGlyphs
    ) {
        self.columns = columns > 0 ? max(columns, 20) : TimelineText.usual
        (self.now, self.glyphs) = (now, glyphs)
        let longest = bars.reduce(0) { max($0, Printable.width(Printable.line($1.label))) }
        let notes = bars.reduce(0) { max($0, $1.note(now: now).count) }
        let wanted = min(longest, max(self.columns / 3, 12))
        let rest = self.columns - notes - 2
        labels = rest - wanted - 2 >= TimelineText.least ? wanted : 0
        let width = max(labels > 0 ? rest - labels - 2 : rest, 8)
        scale = TimelineScale(bars, now: now, span: span, columns: width)
    }

    private var margin: Int { labels > 0 ? labels + 2 : 0 }

    /// The days at both ends, with their times where they are within two days, and today where there is room for the word.
    var head: String {
        var line = [Character](repeating: " ", count: margin + scale.columns)
        func put(_ text: String, at place: Int) {
            for (offset, sign) in text.enumerated() where line.indices.contains(place + offset) {
                line[place + offset] = sign
            }
        }
        let (first, last) = (edge(scale.from), edge(scale.until))
        let end = margin + scale.columns - last.count
        put(first, at: margin)
        if end > margin + first.count + 1 { put(last, at: end) }
        let word = scale.isShort ? "now" : "today"
        let today = margin + min(max(scale.column(now) - word.count / 2, 0), scale.columns - word.count)
        let isFree = today > margin + first.count && today + word.count < end
        if isFree { put(word, at: today) }
        return Self.trimmed(String(line)) + "\n"
    }

    private func edge(_ moment: Instant) -> String {
        let time = LocalTime(moment)
        return scale.isShort ? "\(time.day) \(time.clock)" : time.day
    }

    /// A bar with its label, which is never cut: one that is too long has lines of its own.
    func row(_ bar: TimelineBar, isColoured: Bool = false) -> String {
        let label = Printable.line(bar.label)
        let drawn = isColoured ? bar.style(now: now).set(line(of: bar)) : line(of: bar)
        let behind = "\(drawn)  \(bar.note(now: now))\n"
        if labels > 0, Printable.width(label) <= labels {
            return "\(Printable.padded(label, to: labels))  \(behind)"
        }
        let above = Wrapping.lines(label, columns: columns, breaksNames: true).map { $0 + "\n" }.joined()
        return above + String(repeating: " ", count: margin) + behind
    }

    /// What the signs mean.
    var legend: String {
        var (lines, line) = ([String](), "")
        for part in glyphs.legend {
            let joined = line.isEmpty ? part : "\(line)  \(part)"
            if joined.count > columns, !line.isEmpty {
                lines.append(line)
                line = part
            } else {
                line = joined
            }
        }
        return (lines + [line]).map { $0 + "\n" }.joined()
    }

    private func line(of bar: TimelineBar) -> String {
        var cells = [Character](repeating: " ", count: scale.columns)
        let today = scale.column(now)
        cells[today] = glyphs.today
        let begin = scale.column(bar.from)
        let end = max(bar.until.map { scale.column($0) } ?? scale.columns - 1, begin)
        for column in begin...end {
            cells[column] =
                column < today ? glyphs.lived : bar.state == .active ? glyphs.left : glyphs.overlap
        }
        if (begin...end).contains(today) { cells[today] = glyphs.crossing }
        if let due = bar.due, scale.has(due) { cells[scale.column(due)] = glyphs.due }
        cells[begin] = scale.has(bar.from) && bar.isFromKnown ? glyphs.begin : glyphs.before
        cells[end] = endSign(of: bar)
        return String(cells)
    }

    private func endSign(of bar: TimelineBar) -> Character {
        guard let until = bar.until, until <= scale.until else { return glyphs.beyond }
        return until <= now ? glyphs.expired : glyphs.end
    }

    private static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
