internal import Platform

/// The signs that a timeline is drawn with, each one column wide.
struct TimelineGlyphs: Sendable {
    let begin, lived, left, end: Character
    let due, overlap, expired: Character
    let before, beyond: Character
    let today, crossing: Character

    static let plain = TimelineGlyphs(
        begin: "[", lived: "=", left: "-", end: "]", due: "*", overlap: "~", expired: "x", before: "<",
        beyond: ">", today: "|", crossing: "+")
    static let drawn = TimelineGlyphs(
        begin: "├", lived: "━", left: "─", end: "┤", due: "◆", overlap: "╌", expired: "×", before: "◀",
        beyond: "▶", today: "│", crossing: "┿")

    /// Those that the locale's characters have (setlocale(3): the first of these variables that says anything counts).
    static var wanted: TimelineGlyphs {
        let named = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { Environment.value($0) }
            .first { !$0.isEmpty }
        let set = named?.lowercased() ?? ""
        return set.contains("utf-8") || set.contains("utf8") ? drawn : plain
    }

    /// What each of them means.
    var legend: [String] {
        [
            "\(begin) created", "\(lived) lived", "\(left) left", "\(due) renews",
            "\(overlap) retiring",
            "\(end) expires", "\(expired) expired", "\(beyond) later or never", "\(today) today",
        ]
    }
}
