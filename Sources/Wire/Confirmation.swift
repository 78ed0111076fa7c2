package import Lifecycle

/// The question that a person is asked before a token is handed out.
package enum Confirmation {
    /// The most labels that are asked about at once: all of them are named, so that none is out of sight.
    package static let most = 8

    /// What is wanted, by whom, in one line; `nil` for more labels than a person can look at.
    ///
    /// Who asks chooses its own path, so that nothing of it can pass for another part of the question: the labels come first,
    /// and of the path and the unit only plain letters are shown as they are.
    package static func question(_ labels: [Label], _ caller: Caller) -> String? {
        guard labels.count <= most else { return nil }
        let names = labels.map { "'\(escaped($0.text, isShown: isLabelShown))'" }.joined(separator: ", ")
        let program = caller.executable.isEmpty ? "a program that is not known" : quoted(caller.executable)
        let unit = caller.unit.isEmpty ? "" : ", unit \(quoted(caller.unit))"
        return "Hand out \(names)? Asked for by \(program) (process \(caller.pid)\(unit))."
    }

    /// A word of the caller's, in quotation marks, with its middle cut out where it is long.
    private static func quoted(_ text: String) -> String {
        let shown = escaped(text, isShown: isPlain)
        guard shown.count > 80 else { return "\"\(shown)\"" }
        return "\"\(shown.prefix(30))...\(shown.suffix(47))\""
    }

    private static func escaped(_ text: String, isShown: (Unicode.Scalar) -> Bool) -> String {
        text.unicodeScalars.map { isShown($0) ? String($0) : "\\u{\(String($0.value, radix: 16))}" }.joined()
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            || "/._-+@:,=%~".unicodeScalars.contains(scalar)
    }

    private static func isLabelShown(_ scalar: Unicode.Scalar) -> Bool {
        isPlain(scalar) || scalar == " " || scalar.properties.isAlphabetic
    }
}
