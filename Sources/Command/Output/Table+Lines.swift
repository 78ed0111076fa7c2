extension Table {
    /// The rows under their headings, as they were laid out.
    func lines(_ layout: TableLayout, _ isColoured: Bool) -> String {
        let headings = layout.shown.map { Cell(columns[$0].heading) }
        var text = Table.line(headings.map { [$0.text] }, headings, layout.widths, isColoured)
        for row in rows {
            let cells = layout.shown.map { row[$0] }
            let lines = cells.enumerated().map { layout.lines($1, at: $0) }
            text += Table.line(lines, cells, layout.widths, isColoured)
        }
        return text
    }

    /// One row: of each cell its lines, side by side.
    private static func line(
        _ lines: [[String]], _ cells: [Cell], _ widths: [Int], _ isColoured: Bool
    ) -> String {
        var text = ""
        for line in 0..<(lines.map(\.count).max() ?? 0) {
            var blanks = 0
            for place in lines.indices {
                let words = line < lines[place].count ? lines[place][line] : ""
                if !words.isEmpty {
                    text += String(repeating: " ", count: blanks)
                    text += isColoured ? cells[place].style.set(words) : words
                    blanks = 0
                }
                blanks += max(0, widths[place] - Printable.width(words)) + 2
            }
            text += "\n"
        }
        return text
    }

    /// A block of lines for each row: what is in its first column, then the others under one another.
    func blocks(_ shown: [Int], _ width: Int, _ isColoured: Bool) -> String {
        guard let title = shown.first else { return "" }
        let zones = shown.compactMap { Table.parts(columns[$0].heading).zones }.first
        let head = zones.map { "Times are \($0).\n\n" } ?? ""
        return head
            + rows.map { row in
                let facts = shown.dropFirst().map { column in
                    let cell = row[column]
                    return Fact(
                        Table.parts(columns[column].heading).name.lowercased(), cell.text, cell.style,
                        breaksNames: columns[column].way.breaksNames)
                }
                return row[title].text + "\n"
                    + Facts(facts, indent: 2).text(columns: width, isColoured: isColoured)
            }.joined(separator: "\n")
    }

    /// A heading, and the zones of the times under it.
    private static func parts(_ heading: String) -> (name: String, zones: String?) {
        let parts = heading.split(separator: " (", maxSplits: 1)
        return (parts.first.map(String.init) ?? "", parts.count > 1 ? String(parts[1].dropLast()) : nil)
    }
}
