/// Rows under headings, as wide as the terminal and no wider.
struct Table {
    let headings: [String]
    private(set) var rows: [[String]] = []

    init(_ headings: String...) { self.headings = headings }

    /// Adds a row; what stands in it is made printable.
    mutating func add(_ cells: String...) { add(cells) }

    /// Adds a row; what stands in it is made printable.
    mutating func add(_ cells: [String]) { rows.append(cells.map(Printable.line)) }

    /// The table, cut to so many columns; 0 for as wide as it likes.
    func text(columns: Int) -> String {
        let widths = fitted(columns)
        return ([headings] + rows).map { row in
            var line = ""
            for (index, cell) in row.enumerated() {
                let text = Printable.cut(cell, to: widths[index])
                line += text
                if index < row.count - 1 {
                    line += String(repeating: " ", count: widths[index] - Printable.width(text) + 2)
                }
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// The widths of the columns: the widest are cut, a column at a time, until the table fits.
    private func fitted(_ columns: Int) -> [Int] {
        var widths = headings.indices.map { index in
            ([headings] + rows).map { Printable.width($0[index]) }.max() ?? 0
        }
        let least = headings.map { max(4, Printable.width($0)) }
        guard columns > 0 else { return widths }
        while widths.reduce(2 * (widths.count - 1), +) > columns {
            guard
                let widest = widths.indices.filter({ widths[$0] > least[$0] }).max(by: {
                    widths[$0] < widths[$1]
                })
            else { break }
            widths[widest] -= 1
        }
        return widths
    }
}
