/// Which columns of a table are shown, how wide each is, and in which form.
struct TableLayout {
    private let table: Table
    private(set) var shown: [Int]
    private(set) var widths: [Int] = []
    private(set) var isShort = false

    /// All of what there is.
    init(_ table: Table, _ shown: [Int]) {
        (self.table, self.shown) = (table, shown)
        widths = natural
    }

    /// What fits into so many columns; `nil` where nothing does.
    init?(_ table: Table, _ shown: [Int], fitting columns: Int) {
        self.init(table, shown)
        while total > columns {
            isShort = true
            widths = natural
            shrink([.counted], to: columns)
            shrink([.wrapped, .broken], to: columns, least: 30)
            guard total > columns, let last = leastWanted else { break }
            self.shown.removeAll { $0 == last }
            isShort = false
            widths = natural
        }
        shrink([.wrapped, .broken], to: columns)
        // What people look for and copy is whole for as long as anything else gives way.
        shrink([.label], to: columns)
        guard total <= columns else { return nil }
    }

    /// The columns of all, with two blanks between them.
    private var total: Int { widths.reduce(2 * max(widths.count - 1, 0), +) }

    private var natural: [Int] {
        shown.map { column in
            table.rows.reduce(Printable.width(table.columns[column].heading)) { width, row in
                max(width, Printable.width(row[column].shown(isShort: isShort)))
            }
        }
    }

    private var leastWanted: Int? {
        shown.filter { table.columns[$0].rank != nil }.max {
            table.columns[$0].rank ?? 0 < table.columns[$1].rank ?? 0
        }
    }

    /// Makes the widest columns of these kinds narrower, a column at a time.
    private mutating func shrink(_ ways: [Table.Column.Way], to columns: Int, least: Int = 0) {
        guard total > columns else { return }
        let floors = shown.map { column in
            ways.contains(table.columns[column].way) ? max(least, self.least(of: column)) : Int.max
        }
        while total > columns {
            let some = widths.indices.filter { widths[$0] > floors[$0] }
            guard let widest = some.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
        }
    }

    /// How narrow a column may become.
    private func least(of column: Int) -> Int {
        let way = table.columns[column].way
        let words = table.rows.map { row in
            let text = row[column].shown(isShort: true)
            guard way == .counted else { return Wrapping.longest(text, breaksNames: way.breaksNames) }
            return Printable.width(TableLayout.counted(text, in: 0))
        }
        let floor = way == .counted ? 0 : 12
        return max(floor, Printable.width(table.columns[column].heading), words.max() ?? 0)
    }

    /// The lines of a cell in the column at a place of those that are shown.
    func lines(_ cell: Table.Cell, at place: Int) -> [String] {
        let (text, width) = (cell.shown(isShort: isShort), widths[place])
        guard Printable.width(text) > width else { return [text] }
        return switch table.columns[shown[place]].way {
        case .whole, .short: [text]
        case .counted: [TableLayout.counted(text, in: width)]
        case .wrapped: Wrapping.lines(text, columns: width)
        case .broken, .label: Wrapping.lines(text, columns: width, breaksNames: true)
        }
    }

    /// As many words as fit, at least one, and how many more there are: `linodes:rw +3`.
    static func counted(_ text: String, in columns: Int) -> String {
        let words = text.split(separator: " ")
        for count in stride(from: words.count, to: 1, by: -1) {
            let line = words.prefix(count).joined(separator: " ") + more(words.count - count)
            if Printable.width(line) <= columns { return line }
        }
        return (words.first.map(String.init) ?? "") + more(words.count - 1)
    }

    private static func more(_ count: Int) -> String { count > 0 ? " +\(count)" : "" }
}
