/// Something that is known, under its name.
struct Fact {
    let name: String
    let text: String
    let style: Style
    let breaksNames: Bool

    init(_ name: String, _ text: String, _ style: Style = .plain, breaksNames: Bool = false) {
        (self.name, self.text, self.style) = (name, Printable.line(text), style)
        self.breaksNames = breaksNames
    }
}

/// What is known of one thing: names at the left, and what they mean beside them.
struct Facts {
    private let facts: [Fact]
    private let indent: Int
    private let least: Int

    /// Takes what is known; what is empty is left out. Names have room for `least` columns.
    init(_ facts: [Fact], indent: Int = 0, least: Int = 0) {
        (self.facts, self.indent, self.least) = (facts.filter { !$0.text.isEmpty }, indent, least)
    }

    /// The lines in so many columns; 0 for as long as they are.
    func text(columns: Int, isColoured: Bool = false) -> String {
        let left = indent + 2 + facts.reduce(least) { max($0, Printable.width($1.name)) }
        let space = String(repeating: " ", count: left)
        return facts.map { fact in
            let lines = Wrapping.lines(
                fact.text, columns: columns > 0 ? max(columns - left, 1) : 0, breaksNames: fact.breaksNames)
            let name = String(repeating: " ", count: indent) + fact.name
            let head = name + String(repeating: " ", count: left - Printable.width(name))
            return head + lines.map { isColoured ? fact.style.set($0) : $0 }.joined(separator: "\n" + space)
                + "\n"
        }.joined()
    }
}
