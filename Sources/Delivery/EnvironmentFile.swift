/// A file of variables, `NAME=value` a line: what python-dotenv and node's dotenv both make of it, or an error with the line.
///
/// Nothing is expanded. A value that is a reference, quoted or not, stands for a token string.
package struct EnvironmentFile: Hashable, Sendable {
    /// What a variable is set to.
    package enum Value: Hashable, Sendable {
        case plain(String)
        /// The token string of a label.
        case token(label: String)
    }

    /// A variable.
    package struct Variable: Hashable, Sendable {
        /// Its name.
        package let name: String
        /// What it is set to.
        package let value: Value
        /// The line that it begins in, from 1.
        package let line: Int
    }

    /// Why a file cannot be read.
    package struct Problem: Error, Hashable, Sendable {
        /// What is wrong.
        package let fault: Fault
        /// The line that the variable begins in, from 1.
        package let line: Int
    }

    /// What is wrong with a line.
    package enum Fault: Error, Hashable, Sendable {
        /// It is not UTF-8.
        case encoding
        /// A control character, or a line separator that is not a line end.
        case control
        /// There is no equals sign.
        case form
        /// The name of the variable is not valid.
        case name(String)
        /// The same variable is set in an earlier line.
        case again(first: Int)
        /// A quotation mark that is never closed.
        case unclosed
        /// Something other than a comment stands behind the closing quotation mark.
        case trailing
        /// A `#` that one reader takes for a comment and another for a part of the value.
        case comment
        /// A value that begins with a backquote, or with or ends with a blank that not all readers remove.
        case quoting
        /// A backslash that readers understand differently.
        case escape
        /// `${`, which one reader expands.
        case expansion
        /// A reference that is not valid.
        case reference(Reference.Problem)
        /// A reference that is only a part of the value.
        case embedded
    }

    /// The variables, in the order of the file.
    package let variables: [Variable]

    /// Reads a file's bytes.
    package init(_ bytes: [UInt8]) throws(Problem) {
        var reader = EnvironmentReader(try EnvironmentFile.text(bytes))
        var variables: [Variable] = []
        var lines: [String: Int] = [:]
        while let variable = try reader.next() {
            if let first = lines.updateValue(variable.line, forKey: variable.name) {
                throw Problem(fault: .again(first: first), line: variable.line)
            }
            variables.append(variable)
        }
        self.variables = variables
    }

    /// The text with line ends of one kind and without a byte order mark.
    private static func text(_ bytes: [UInt8]) throws(Problem) -> [Unicode.Scalar] {
        var text: [Unicode.Scalar] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, bytes) in lines.enumerated() {
            guard let line = String(validating: bytes, as: UTF8.self) else {
                throw Problem(fault: .encoding, line: index + 1)
            }
            var scalars = Array(line.unicodeScalars)
            if index == 0, scalars.first == "\u{FEFF}" { scalars.removeFirst() }
            if scalars.last == "\r" { scalars.removeLast() }
            guard !scalars.contains(where: isControl) else { throw Problem(fault: .control, line: index + 1) }
            text += scalars
            if index < lines.count - 1 { text.append("\n") }
        }
        return text
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar != "\t"
        case .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
