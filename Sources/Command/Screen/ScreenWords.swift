internal import Requests

extension Printable {
    /// A text filled up with spaces to so many columns.
    static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - width(text)))
    }
}

extension String {
    /// Without spaces at its beginning and its end.
    var trimmed: String {
        let rest = drop { $0 == " " }
        return String(
            rest.prefix(
                rest.lastIndex { $0 != " " }.map { rest.distance(from: rest.startIndex, to: $0) + 1 } ?? 0))
    }
}

extension Problem {
    /// What somebody has broken off.
    static let interrupted = Problem(.interrupted, .interrupted, "Interrupted.", safe: "Nothing was changed.")

    /// What is wrong and what to do, without what is safe: nothing has been done yet.
    var inShort: String { hint.isEmpty ? message : "\(message) \(hint)" }
}
