/// Reads variables from a text whose lines end with `\n`.
struct EnvironmentReader {
    private typealias Fault = EnvironmentFile.Fault

    private let text: [Unicode.Scalar]
    private var place = 0
    private var line = 1

    init(_ text: [Unicode.Scalar]) { self.text = text }

    /// The next variable; `nil` at the end.
    mutating func next() throws(EnvironmentFile.Problem) -> EnvironmentFile.Variable? {
        skipEmptyLines()
        guard let scalar = current else { return nil }
        let first = line
        do throws(Fault) {
            if scalar == "e" { skipExport() }
            let name = try name()
            skipBlanks()
            let value = try value()
            return EnvironmentFile.Variable(
                name: name, value: try EnvironmentReader.resolved(value), line: first)
        } catch { throw EnvironmentFile.Problem(fault: error, line: first) }
    }

    private var current: Unicode.Scalar? { place < text.count ? text[place] : nil }
    private var isAtLineEnd: Bool { current == nil || current == "\n" }

    // MARK: What is passed over

    private mutating func skipEmptyLines() {
        while let scalar = current {
            if scalar == "#" {
                _ = rest()
            } else if scalar != "\n", !EnvironmentReader.isBlank(scalar) {
                return
            }
            advance()
        }
    }

    private mutating func skipBlanks() {
        while let scalar = current, EnvironmentReader.isBlank(scalar) { place += 1 }
    }

    private mutating func skipExport() {
        let word = Array("export".unicodeScalars)
        let end = place + word.count
        guard text[place...].starts(with: word), end < text.count, EnvironmentReader.isBlank(text[end]) else {
            return
        }
        place = end
        skipBlanks()
    }

    private mutating func advance() {
        if current == "\n" { line += 1 }
        place += 1
    }

    /// What is left of the line.
    private mutating func rest() -> ArraySlice<Unicode.Scalar> {
        let start = place
        while !isAtLineEnd { place += 1 }
        return text[min(start, text.count)..<min(place, text.count)]
    }

    // MARK: Names and values

    private mutating func name() throws(Fault) -> String {
        let start = place
        while !isAtLineEnd, current != "=" { place += 1 }
        guard current == "=" else { throw .form }
        let name = EnvironmentReader.string(EnvironmentReader.trimmed(text[start..<place]))
        guard VariableNames.isName(name) else { throw .name(name) }
        place += 1
        return name
    }

    private mutating func value() throws(Fault) -> String {
        guard let mark = current, mark == "\"" || mark == "'" else { return try plainValue() }
        let value = try quotedValue(mark)
        skipBlanks()
        if current == "#" { _ = rest() }
        guard isAtLineEnd else { throw .trailing }
        return value
    }

    private mutating func plainValue() throws(Fault) -> String {
        var value = rest()
        if let mark = value.firstIndex(of: "#") {
            guard mark > value.startIndex, EnvironmentReader.isBlank(value[mark - 1]) else { throw .comment }
            value = value[..<mark]
        }
        value = EnvironmentReader.trimmed(value)
        let isOdd = [value.first, value.last].contains { $0.map(EnvironmentReader.isTrimmedBySome) ?? false }
        guard value.first != "`", !isOdd else { throw .quoting }
        return try EnvironmentReader.unexpanded(EnvironmentReader.string(value))
    }

    private mutating func quotedValue(_ mark: Unicode.Scalar) throws(Fault) -> String {
        var value = String.UnicodeScalarView()
        advance()
        while let scalar = current, scalar != mark {
            advance()
            guard scalar == "\\" else {
                value.append(scalar)
                continue
            }
            value.append(contentsOf: try escaped(in: mark))
        }
        guard current == mark else { throw .unclosed }
        advance()
        return mark == "'" ? String(value) : try EnvironmentReader.unexpanded(String(value))
    }

    /// What a backslash stands for, with what comes behind it.
    private mutating func escaped(in mark: Unicode.Scalar) throws(Fault) -> [Unicode.Scalar] {
        guard let scalar = current else { throw .unclosed }
        guard !"\\'\n".unicodeScalars.contains(scalar) else { throw .escape }
        guard mark == "\"" else { return ["\\"] }
        guard !"\"abftv".unicodeScalars.contains(scalar) else { throw .escape }
        guard scalar == "n" || scalar == "r" else { return ["\\"] }
        advance()
        return [scalar == "n" ? "\n" : "\r"]
    }

    // MARK: Texts

    private static func resolved(_ value: String) throws(Fault) -> EnvironmentFile.Value {
        do throws(Reference.Problem) {
            if let label = try Reference.label(in: value) { return .token(label: label) }
        } catch { throw .reference(error) }
        guard !value.lowercased().contains(Reference.scheme) else { throw .embedded }
        return .plain(value)
    }

    private static func unexpanded(_ value: String) throws(Fault) -> String {
        guard !value.contains("${") else { throw .expansion }
        return value
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    private static func isTrimmedBySome(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{FEFF}" || scalar.properties.isWhitespace
    }

    private static func trimmed(_ text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    private static func string(_ text: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text)
        return String(view)
    }
}
