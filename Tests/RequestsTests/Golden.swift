import Requests
import TestSupport

/// A golden file: the forms of one answer, each under its name, with a member a line, so that what is new shows in a diff.
struct Golden: CustomStringConvertible, Sendable {
    let name: String
    let forms: @Sendable () -> [(String, JSON)]

    init(_ name: String, _ forms: @escaping @Sendable () -> [(String, JSON)]) {
        (self.name, self.forms) = (name, forms)
    }

    var description: String { name }

    static let folder = "\(#filePath.split(separator: "/").dropLast().map { "/\($0)" }.joined())/Golden"
    var path: String { "\(Golden.folder)/\(name).json" }
    /// What the file says.
    var kept: String { String(decoding: TemporaryFolder.bytes(of: path), as: UTF8.self) }
    /// What the forms are now, byte for byte.
    var line: String { JSON.object(forms()).line }
    /// The same, as the file has it.
    var text: String { Golden.spread(JSON.object(forms())) + "\n" }

    /// Without the line ends and spaces that only the file has.
    static func joined(_ text: String) -> String {
        var (joined, isText, isEscaped) = ("", false, false)
        for scalar in text.unicodeScalars where isText || ![" ", "\n"].contains(scalar) {
            joined.unicodeScalars.append(scalar)
            if scalar == "\"", !isEscaped { isText.toggle() }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return joined
    }

    /// With a member and an element a line.
    static func spread(_ json: JSON, depth: Int = 0) -> String {
        func lines(_ open: String, _ parts: [String], _ close: String) -> String {
            let end = "\n" + String(repeating: "  ", count: depth)
            return parts.isEmpty
                ? open + close : open + parts.map { end + "  " + $0 }.joined(separator: ",") + end + close
        }
        switch json {
        case .array(let values): return lines("[", values.map { spread($0, depth: depth + 1) }, "]")
        case .object(let members):
            let parts = members.map { "\(JSON.text($0.name).line): \(spread($0.value, depth: depth + 1))" }
            return lines("{", parts, "}")
        default: return json.line
        }
    }
}
