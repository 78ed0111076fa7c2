/// What stands at the end of a command line whose last word is being typed.
enum Wanted: Equatable {
    case nothing
    case verbs
    /// A flag: one of those that can still be given.
    case flags([String])
    /// A value, behind a beginning of the last word such as `--flag=`.
    case value(ValueKind, head: String)
    /// A command, whose first word is at this place.
    case command(at: Int)

    /// Reads the words behind `lockstep`, as the parser does; what it would refuse ends the search.
    init(_ words: [String]) {
        guard words.count > 1 else {
            self = .verbs
            return
        }
        if words[0] == "help" {
            self = words.count == 2 ? .verbs : .nothing
        } else if let verb = try? Verbs.named(words[0]) {
            var reading = Reading(verb: verb, words: words)
            self = reading.wanted()
        } else {
            self = .nothing
        }
    }

    /// The vault that is named on a command line.
    static func vault(in words: [String]) -> String? {
        let words = words.dropLast().prefix { $0 != "--" }
        for (place, word) in words.enumerated() where word.hasPrefix("--vault") {
            let (name, value) = Parser.split(word)
            guard name == "--vault" else { continue }
            return value ?? words.dropFirst(place + 1).first
        }
        return nil
    }
}

/// Reads the words in front of the last one.
private struct Reading {
    let verb: Verb
    let words: [String]
    private var place = 1
    private var operands: [String] = []
    private var given: Set<String> = []
    private var takesFlags = true

    init(verb: Verb, words: [String]) { (self.verb, self.words) = (verb, words) }

    private var last: String { words[words.count - 1] }

    mutating func wanted() -> Wanted {
        while place < words.count - 1 {
            let word = words[place]
            place += 1
            if word == "--", takesFlags {
                guard !verb.takesCommand else { return .command(at: place) }
                takesFlags = false
            } else if isFlag(word) {
                if let wanted = pass(word) { return wanted }
            } else {
                operands.append(word)
            }
        }
        return isFlag(last) ? flag() : operand()
    }

    private func isFlag(_ word: String) -> Bool { takesFlags && word.hasPrefix("-") }

    /// Passes over a flag and its value; says what is wanted where the value is the last word, or the flag is unknown.
    private mutating func pass(_ word: String) -> Wanted? {
        let (name, value) = Parser.split(word)
        guard let flag = verb.allFlags.first(where: { $0.isCalled(name) }) else { return .nothing }
        given.insert(flag.long)
        guard let kind = flag.kind, value == nil else { return nil }
        guard place < words.count - 1 else { return .value(kind, head: "") }
        place += 1
        return nil
    }

    private func flag() -> Wanted {
        let (name, value) = Parser.split(last)
        if let value {
            let flag = verb.allFlags.first { $0.isCalled(name) }
            guard let kind = flag?.kind ?? flag?.choiceKind else { return .nothing }
            return .value(kind, head: String(last.dropLast(value.count)))
        }
        let flags = verb.flags + verb.commonFlags
        return .flags(flags.filter { $0.isRepeatable || !given.contains($0.long) }.map(\.long))
    }

    private func operand() -> Wanted {
        guard operands.count < verb.count.upperBound, let kind = verb.places.next(after: operands) else {
            return .nothing
        }
        return .value(kind, head: "")
    }
}
