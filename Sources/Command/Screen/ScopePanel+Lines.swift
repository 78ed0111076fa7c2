internal import Lifecycle

// What the table of scopes shows.

extension ScopePanel {
    func lines(in size: ScreenSize) -> [ScreenLine] {
        let isNarrow = size.columns < 64
        let names = isNarrow ? ["None", "RO", "RW"] : ["None", "Read Only", "Read/Write"]
        let width = max(8, min(22, size.columns - 4 - names.reduce(6) { $0 + $1.count }))
        let heads = names.map { Printable.padded($0, to: $0.count + 2) }.joined()
        var lines = [
            ScreenLine("What may the token do?", .heading),
            ScreenLine("  \(Printable.padded("", to: width))  \(heads)", .heading),
        ]
        let shown = window(of: rows.count + 1, around: place, rows: size.rows - lines.count - 2)
        for row in shown {
            lines.append(line(row, names, width))
        }
        lines.append(
            ScreenLine(shown.count > rows.count ? "" : "  \(place + 1) of \(rows.count + 1)", .faint))
        lines.append(ScreenLine(isRefused ? "Choose at least one scope." : summary))
        return lines
    }

    private var summary: String {
        words.isEmpty ? "Nothing chosen yet." : "Chosen: \(words.joined(separator: " "))"
    }

    private func line(_ row: Int, _ names: [String], _ width: Int) -> ScreenLine {
        let cells = zip([nil, .readOnly, .readWrite] as [Scopes.Level?], names).map { level, name in
            Printable.padded(mark(level, at: row), to: name.count + 2)
        }
        let title = Printable.padded(
            Printable.cut(row == 0 ? "Select all" : rows[row - 1].title, to: width), to: width)
        let isImpossible = row > 0 && rows[row - 1].possible.isEmpty
        return ScreenLine(
            "\(row == place ? ">" : " ") \(title)  \(cells.joined())\(isImpossible ? "not possible" : "")",
            row == place ? .chosen : isImpossible ? .faint : .plain)
    }

    /// `(*)` chosen, `( )` possible, ` - ` not possible.
    private func mark(_ level: Scopes.Level?, at row: Int) -> String {
        guard row > 0 else { return levels.allSatisfy { $0 == level } ? "(*)" : "( )" }
        if levels[row - 1] == level { return "(*)" }
        return level.map(rows[row - 1].possible.contains) ?? true ? "( )" : " - "
    }
}
