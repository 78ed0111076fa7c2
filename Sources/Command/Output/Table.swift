/// Rows under headings. On a terminal nothing is cut: what says nothing is left out, what is long is shortened or goes on in the next
/// line, and where that is not enough each row is a block of lines.
struct Table {
    /// What one column holds, and how it gives way where the terminal is narrow.
    struct Column {
        /// How a column gives way.
        enum Way {
            /// It does not.
            case whole
            /// Each cell has a short form.
            case short
            /// As many words as fit, and how many more there are.
            case counted
            /// In lines, broken between words.
            case wrapped
            /// The same, and behind the signs of a path.
            case broken
            /// The same for labels, once nothing else gives way.
            case label

            /// Whether a line may end behind a sign of a path or a label.
            var breaksNames: Bool { self == .broken || self == .label }
        }

        /// What its heading says.
        var heading: String
        let way: Way
        /// What all its cells have to say for it to be left out: empty for anything that is the same in all of them.
        let usual: String?
        /// Which is left out before which, where there is no room for all; `nil` for one that stays.
        let rank: Int?

        init(_ heading: String, _ way: Way = .whole, usual: String? = nil, rank: Int? = nil) {
            (self.heading, self.way, self.usual, self.rank) = (heading, way, usual, rank)
        }
    }

    /// What stands in a row under a heading.
    struct Cell {
        /// Made printable.
        let text: String
        let short: String?
        let style: Style

        init(_ text: String, short: String? = nil, _ style: Style = .plain) {
            (self.text, self.short, self.style) = (Printable.line(text), short.map(Printable.line), style)
        }

        /// What is shown of it.
        func shown(isShort: Bool) -> String { isShort ? short ?? text : text }
    }

    /// Narrower terminals have a block a row.
    static let least = 60
    var columns: [Column]
    private(set) var rows: [[Cell]] = []

    init(_ columns: Column...) { self.columns = columns }

    /// Adds a row.
    mutating func add(_ cells: Cell...) { rows.append(cells) }

    /// Adds a row of plain texts.
    mutating func add(_ texts: String...) { rows.append(texts.map { Cell($0) }) }

    /// Leaves a column out that nothing stands in.
    mutating func dropEmpty(_ heading: String) {
        guard let column = columns.firstIndex(where: { $0.heading == heading }),
            rows.allSatisfy({ $0[column].text.isEmpty })
        else { return }
        columns.remove(at: column)
        for row in rows.indices { rows[row].remove(at: column) }
    }

    /// The table in so many columns; 0 for all there is, as wide as it is.
    func text(columns: Int, isColoured: Bool = false) -> String {
        guard columns > 0 else {
            return lines(TableLayout(self, Array(self.columns.indices)), isColoured)
        }
        let telling = self.columns.indices.filter(isTelling)
        if columns >= Table.least, let layout = TableLayout(self, telling, fitting: columns) {
            return lines(layout, isColoured)
        }
        return blocks(telling, columns, isColoured)
    }

    /// Whether a column says anything that the others, or its absence, do not.
    private func isTelling(_ column: Int) -> Bool {
        let first = rows.first?[column].text ?? ""
        guard rows.allSatisfy({ $0[column].text == first }) else { return true }
        guard let usual = columns[column].usual else { return !first.isEmpty }
        return !(usual.isEmpty || first == usual || first.isEmpty)
    }
}
