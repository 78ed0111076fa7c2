internal import Leaks
internal import Lifecycle
internal import Requests

/// What came of a search for token strings, in words.
struct LeakWords {
    let findings: [LeakFinding]
    private let report: SearchReport
    private let sought: SoughtMarks
    private let places: [SearchPlace]

    init(_ report: SearchReport, _ sought: SoughtMarks, of places: [SearchPlace]) {
        (self.report, self.sought, self.places) = (report, sought, places)
        findings = report.finds.map { LeakFinding($0, sought.marks[$0.token.sought]) }
    }

    private var leaks: [LeakFinding] { findings.filter(\.isLeak) }

    /// An older generation, in its overlap.
    struct Older: Hashable {
        let label: Label
        let generation: UInt32
    }

    /// The labels of tokens that were found whole and are handed out, each once.
    var current: [Label] {
        LeakWords.distinct(leaked.filter { $0.mark.state == .active }.compactMap(\.label))
    }

    /// Those that were found whole and are kept for a while.
    var older: [Older] {
        LeakWords.distinct(
            leaked.filter { $0.mark.state == .retiring }.compactMap { finding in
                finding.label.map { Older(label: $0, generation: finding.mark.generation) }
            })
    }

    /// Whole strings of tokens of the vault.
    private var leaked: [LeakFinding] {
        findings.filter { $0.meaning == .leaked && $0.mark.holder == .token }
    }

    private static func distinct<E: Hashable>(_ all: [E]) -> [E] {
        var seen = Set<E>()
        return all.filter { seen.insert($0).inserted }
    }

    var json: JSON {
        .leaks(
            findings, gaps, unmarked: sought.incomparable,
            LeakCounts(
                files: report.files, bytes: report.bytes, strings: sought.marks.count, more: report.moreFinds)
        )
    }

    private var gaps: [LeakGap] {
        report.unsearched.map {
            LeakGap(file: $0.place.name, reason: $0.reason.word, message: $0.reason.sentence)
        }
    }

    /// What was found, as the problem that scripts end with; else that something could not be read.
    var problem: Problem? {
        let leaks = leaks
        guard !leaks.isEmpty else {
            guard report.isIncomplete else { return nil }
            return Problem(
                .unexpected, .unsearched,
                "\(LeakWords.count(report.count(.unreadable(0)), "file or folder", "files or folders")) could not "
                    + "be read.",
                safe: isVoid ? "Nothing else was searched." : "No token string was found in the rest.",
                hint: "Search them as a user who can read them.")
        }
        let tokens = Set(
            leaks.map { [$0.mark.holder.rawValue.description, $0.mark.label, $0.mark.id?.text ?? ""] }
        ).count
        let whole = leaks.contains { $0.meaning == .leaked }
        return Problem(
            .found, .leaked,
            "\(LeakWords.count(tokens, "token", "tokens")) \(whole ? "leaked" : "may have leaked"): found in "
                + "\(LeakWords.count(leaks.count + report.moreFinds, "place", "places")).",
            safe:
                "Whoever can read \(Set(leaks.map(\.file)).count == 1 ? "the file" : "these files") can use "
                + "\(tokens == 1 ? "it" : "them").", hint: remedies)
    }

    /// What to do, one sentence a kind of token.
    private var remedies: String {
        let provisioning = LeakWords.distinct(
            leaks.filter { $0.mark.holder == .provisioning }.map(\.mark.label))
        let others = LeakWords.distinct(
            leaks.compactMap { $0.mark.holder == .remote ? $0.mark.id?.text : nil })
        let isUnderWay = leaked.contains { $0.mark.state == .creating || $0.mark.state == .revoking }
        return [
            LeakWords.command("Replace and revoke: lockstep rotate --overlap 0s", current.map(\.text)),
            LeakWords.command("Revoke without a replacement: lockstep revoke", current.map(\.text)),
            older.first.map {
                "Revoke what was replaced: lockstep revoke \(Printable.argument($0.label.text)) --generation "
                    + "\($0.generation)" + (older.count > 1 ? " (and \(older.count - 1) more)" : "")
            },
            LeakWords.command("Make another provisioning token, then: lockstep login", provisioning),
            LeakWords.command("At the provider: lockstep revoke --id", others),
            isUnderWay ? "Finish what has begun: lockstep sync" : nil,
        ].compactMap(\.self).joined(separator: ". ") + "."
    }

    /// A command with the first of its words; `nil` where there is none.
    private static func command(_ text: String, _ words: [String]) -> String? {
        guard !words.isEmpty else { return nil }
        let shown = words.prefix(5).map(Printable.argument).joined(separator: " ")
        return "\(text) \(shown)" + (words.count > 5 ? " (and \(words.count - 5) more)" : "")
    }

    static func count(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }
}

extension LeakWords {
    /// What was not searched, and tokens that could not be looked for.
    var warnings: [Warning] {
        let incomparable = sought.incomparable.map { Printable.quoted($0.label) }
        let names = LeakWords.named(incomparable)
        return gapWarnings + (problem == nil ? voidWarnings : [])
            + (incomparable.isEmpty
                ? []
                : [
                    Warning(
                        .incomparable,
                        "Only the beginning of these was looked for, since the string is short or damaged: \(names)."
                    )
                ])
    }

    /// Whether there was nothing to search.
    private var isVoid: Bool { report.bytes == 0 }

    /// That a search of nothing, or for nothing, says nothing.
    private var voidWarnings: [Warning] {
        guard !sought.marks.isEmpty else {
            return [Warning(.nothingSearched, "Nothing was looked for: the vault holds no token string.")]
        }
        guard isVoid else { return [] }
        let names = LeakWords.named(places.map { Printable.quoted($0.name) })
        let why =
            places == [.standardInput]
            ? "standard input is empty"
            : report.files == 0
                ? "there is no file to read in \(names)"
                : report.files == 1 ? "the file is empty" : "all \(report.files) files are empty"
        return [Warning(.nothingSearched, "Nothing was searched: \(why).")]
    }

    private var gapWarnings: [Warning] {
        let kinds: [(Unsearched.Reason, WarningCode, String, String)] = [
            (.unreadable(0), .unreadable, "Could not be read", ""),
            (
                .compressed(.gzip), .compressed, "Compressed, so searched only as stored",
                " To search what is in them: zcat FILE | lockstep leak -; git log -p --all | lockstep leak -"
            ),
            (.link, .links, "Links, which are not followed", ""),
            (.special, .special, "Pipes, sockets or devices, which are not read", ""),
        ]
        return kinds.compactMap { reason, code, words, hint in
            let count = report.count(reason)
            guard count > 0 else { return nil }
            let names = report.unsearched.filter { $0.reason.word == reason.word }.prefix(4).map { one in
                let why =
                    if case .unreadable(let number) = one.reason { " (\(System.error(number)))" } else { "" }
                return Printable.quoted(one.place.name) + why
            }
            return Warning(code, "\(words) (\(count)): \(LeakWords.named(Array(names), of: count)).\(hint)")
        }
    }

    /// What was searched, and finds that are no leaks.
    var notes: [String] {
        var notes: [String] = []
        let meanings = Set(findings.map(\.meaning))
        if meanings.contains(.similar) {
            notes.append(
                "What begins like a token of the vault is not its string: it was cut short or altered. If it "
                    + "was cut short, rotate the token.")
        }
        if meanings.contains(.revoked) {
            notes.append("What begins like a revoked token is harmless: the provider no longer accepts it.")
        }
        if report.count(.own) > 0 {
            notes.append("Files of the vault itself were left out: the strings in them are sealed.")
        }
        if report.moreFinds > 0 {
            notes.append("\(report.moreFinds) more places are not shown.")
        }
        if problem == nil, voidWarnings.isEmpty {
            notes.append(
                "No token string found in \(LeakWords.count(report.files, "file", "files")), "
                    + "\(LeakWords.count(report.bytes, "byte", "bytes")).")
        }
        return notes
    }

    private static func named(_ names: [String], of count: Int? = nil) -> String {
        let (shown, count) = (names.prefix(4), count ?? names.count)
        return shown.joined(separator: ", ") + (count > shown.count ? " and \(count - shown.count) more" : "")
    }
}

extension LeakFinding {
    fileprivate var label: Label? { try? Label(mark.label) }

    fileprivate init(_ find: SearchReport.Find, _ mark: LeakMark) {
        let token = find.token
        let behind: Int? = if case .beginning(let count) = token.kind { count } else { nil }
        let words: [(FoundToken.Spelling, String)] = [
            (.broken, "cut"), (.percent, "percent-encoded"), (.escaped, "escaped"), (.base64, "base64"),
            (.wide, "utf-16"),
        ]
        self.init(
            file: find.place.name, line: token.line, offset: token.offset, length: token.length, mark: mark,
            spelling: words.filter { token.spelling.contains($0.0) }.map(\.1), behind: behind)
    }
}

extension Unsearched.Reason {
    /// The word that scripts see.
    var word: String {
        switch self {
        case .unreadable: "unreadable"
        case .compressed: "compressed"
        case .link: "link"
        case .special: "special"
        case .own: "own"
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .unreadable(let number): "It cannot be read: \(System.error(number))."
        case .compressed(let kind):
            "It is compressed (\(kind.rawValue)): only its bytes as they are were searched."
        case .link: "It is a link, which is not followed."
        case .special: "It is a pipe, socket or device, which is not read."
        case .own: "It belongs to the vault, in which strings are sealed."
        }
    }
}
