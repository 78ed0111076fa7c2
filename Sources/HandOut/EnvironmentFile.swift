/// A file of variables, one `NAME=value` a line: empty lines and those that begin with `#` are passed over, `export ` in
/// front is, too, and quotation marks around a value are taken away. Nothing in a value is expanded.
public struct EnvironmentFile: Hashable, Sendable {
    /// What a variable is set to.
    public enum Value: Hashable, Sendable {
        case plain(String)
        /// The token string of a label.
        case token(label: String)
    }

    /// Why a file cannot be read, with the number of the line, from 1.
    public enum Problem: Error, Hashable, Sendable {
        /// No equals sign, or no text.
        case form(line: Int)
        /// A reference that is none.
        case reference(Reference.Problem, line: Int)
    }

    /// The variables, in the order of the file.
    public private(set) var variables: [(name: String, value: Value)] = []

    /// Reads a file's bytes.
    public init(_ bytes: [UInt8]) throws(Problem) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard let text = String(validating: line, as: UTF8.self) else { throw .form(line: index + 1) }
            try read(EnvironmentFile.trimmed(text[...]), line: index + 1)
        }
    }

    private mutating func read(_ line: Substring, line number: Int) throws(Problem) {
        guard !line.isEmpty, !line.hasPrefix("#") else { return }
        var rest = line
        if rest.hasPrefix("export ") { rest = EnvironmentFile.trimmed(rest.dropFirst(7)) }
        guard let equals = rest.firstIndex(of: "=") else { throw .form(line: number) }
        let name = String(EnvironmentFile.trimmed(rest[..<equals]))
        let value = EnvironmentFile.unquoted(EnvironmentFile.trimmed(rest[rest.index(after: equals)...]))
        do throws(Reference.Problem) {
            let label = try Reference.label(in: value)
            variables.append((name, label.map { .token(label: $0) } ?? .plain(value)))
        } catch { throw .reference(error, line: number) }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        func isBlank(_ character: Character) -> Bool {
            character == " " || character == "\t" || character == "\r"
        }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    private static func unquoted(_ text: Substring) -> String {
        for mark in ["\"", "'"] as [Character]
        where text.count >= 2 && text.first == mark && text.last == mark {
            return String(text.dropFirst().dropLast())
        }
        return String(text)
    }

    /// Two files are the same when they set the same.
    public static func == (left: EnvironmentFile, right: EnvironmentFile) -> Bool {
        left.variables.elementsEqual(right.variables) { $0 == $1 }
    }

    /// Hashes names and values.
    public func hash(into hasher: inout Hasher) {
        for variable in variables {
            hasher.combine(variable.name)
            hasher.combine(variable.value)
        }
    }
}
