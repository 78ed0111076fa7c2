/// The variables that matter when tokens are handed out.
package enum VariableNames {
    /// Throws `invalidName`, and `forbiddenName` for one that redirects programs or has them load code, unless it is allowed.
    package static func check(_ name: String, allowing allowed: [String]) throws(HandOutError) {
        guard isName(name) else { throw .invalidName(name) }
        guard !SteeringVariables.contains(name) || allowed.contains(name) else { throw .forbiddenName(name) }
    }

    /// Whether a text is of the form `[A-Za-z_][A-Za-z0-9_]*`.
    package static func isName(_ name: String) -> Bool {
        let isFirst = { (byte: UInt8) in byte == UInt8(ascii: "_") || (65...90).contains(byte & 0xDF) }
        guard let first = name.utf8.first, isFirst(first) else { return false }
        return name.utf8.allSatisfy { isFirst($0) || (48...57).contains($0) }
    }
}
