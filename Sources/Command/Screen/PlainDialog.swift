internal import Lifecycle

/// Questions line by line: nothing moves and nothing is drawn, as a screen reader wants it.
final class PlainDialog: Dialog {
    private let terminal: Terminal
    var heading: [String] = []

    init(_ terminal: Terminal) { self.terminal = terminal }

    func text<Answer>(
        _ question: String, help: String, _ text: String, read: @escaping (String) throws(Problem) -> Answer
    ) throws(Problem) -> Answer? {
        while true {
            let answer = try line("\(question) (\(help)): ")
            do throws(Problem) { return try read(answer) } catch { try say(error.inShort) }
        }
    }

    func choice(_ question: String, _ choices: [Choice], filters: Bool) throws(Problem) -> Int? {
        for line in heading { try say(line) }
        try say(question)
        for (place, choice) in choices.enumerated() {
            let detail = choice.barrier ?? choice.detail
            try say("  \(place + 1)  \(choice.title)\(detail.isEmpty ? "" : ", \(detail)")")
        }
        while true {
            let answer = try line("Number: ")
            let place = choices.firstIndex { $0.title == answer } ?? (Int(answer) ?? 0) - 1
            if choices.indices.contains(place), choices[place].barrier == nil { return place }
            try say("Type a number from 1 to \(choices.count).")
        }
    }

    func scopes(_ rows: [ScopeRow], chosen: [String]) throws(Problem) -> [String]? {
        try say("What may the token do? The scopes are:")
        for row in rows where !row.possible.isEmpty {
            let levels = row.possible.sorted().map { $0 == .readOnly ? "ro" : "rw" }
            try say("  \(row.name)  \(row.title)  \(levels.joined(separator: " or "))")
        }
        while true {
            let words = try line("Scopes, such as linodes:rw domains:ro: ").split(separator: " ").map(
                String.init)
            do throws(Problem) {
                try ScopeRow.check(words, among: rows)
                return words
            } catch { try say(error.inShort) }
        }
    }

    private func line(_ prompt: String) throws(Problem) -> String {
        guard let line = try terminal.line(Printable.line(prompt), otherwise: "") else { throw .interrupted }
        return line.trimmed
    }

    private func say(_ text: String) throws(Problem) {
        try terminal.say(Printable.line(text) + "\n", otherwise: "")
    }
}
