/// A line on the screen.
struct ScreenLine: Hashable {
    /// How it stands out, besides what its text says: nothing is told by this alone.
    enum Style: Hashable { case plain, heading, chosen, faint }

    let text: String
    let style: Style

    init(_ text: String, _ style: Style = .plain) { (self.text, self.style) = (text, style) }
}

/// How many columns and rows there are.
struct ScreenSize: Hashable {
    var columns: Int
    var rows: Int
}

/// What comes of a key.
enum PanelStep<Answer> {
    case stays
    case answers(Answer)
    /// Back to the question before.
    case goesBack
}

/// One question on the screen: what it shows, and what each key does to it. It knows no terminal.
protocol Panel {
    associatedtype Answer
    /// The keys that it knows, for the last line, with three spaces between them.
    var keys: String { get }
    /// Takes a key, of those that do not end everything.
    mutating func on(_ key: KeyPress) -> PanelStep<Answer>
    /// What it shows in so much room.
    func lines(in size: ScreenSize) -> [ScreenLine]
}

extension Panel {
    /// All that stands on a screen: what was answered before, the question, and the keys. Where there is no room for all of that, answers
    /// are cut, then left out, and the chosen line stays: nobody is to answer without seeing what.
    func screen(under heading: [String], in size: ScreenSize) -> [ScreenLine] {
        let tail = [ScreenLine("")] + keyLines(columns: size.columns)
        let wrapped = heading.flatMap { Wrapping.lines($0, columns: size.columns, hanging: 9) }
        for answered in [wrapped, heading] {
            let head = answered.isEmpty ? [] : answered.map { ScreenLine($0) } + [ScreenLine("")]
            let room = size.rows - head.count - tail.count
            guard room > 0 else { continue }
            let body = lines(in: ScreenSize(columns: size.columns, rows: room))
            guard room >= 6 || body.count <= room else { continue }
            return head + body.prefix(room) + tail
        }
        let body = lines(in: size).filter { !$0.text.isEmpty }
        let chosen = body.firstIndex { $0.style == .chosen } ?? 0
        return Array(body[window(of: body.count, around: chosen, rows: size.rows)])
    }

    /// The keys, as many on a line as there is room for.
    private func keyLines(columns: Int) -> [ScreenLine] {
        var lines: [String] = []
        for key in keys.split(separator: "   ") {
            let longer = lines.last.map { "\($0)   \(key)" }
            if let longer, Printable.width(longer) <= columns {
                lines[lines.count - 1] = longer
            } else {
                lines.append(String(key))
            }
        }
        return lines.map { ScreenLine($0, .faint) }
    }
}

/// The part of a long list that is shown: as many rows as there are, with the chosen one among them.
func window(of count: Int, around chosen: Int, rows: Int) -> Range<Int> {
    let rows = max(1, rows)
    guard count > rows else { return 0..<count }
    let first = min(max(0, chosen - rows / 2), count - rows)
    return first..<first + rows
}
