internal import Glibc
internal import Platform

/// How a word is set off on a terminal that has colours.
enum Style: Sendable {
    case plain, good, warning, bad, faint

    /// Whether colours are wanted behind a descriptor: it is a terminal, and neither `NO_COLOR` nor `TERM` says otherwise.
    static func isWanted(_ descriptor: Int32) -> Bool {
        guard System.isTerminal(descriptor), Environment.value("NO_COLOR") ?? "" == "" else { return false }
        return !["", "dumb"].contains(Environment.value("TERM") ?? "")
    }

    /// The text between the sequences that set it off (ECMA-48, SGR).
    func set(_ text: String) -> String { code.map { "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text }

    private var code: String? {
        switch self {
        case .plain: nil
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        case .faint: "2"
        }
    }
}
