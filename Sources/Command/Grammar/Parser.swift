internal import Lifecycle
internal import ProviderProfiles

/// Reads the words behind a verb. Words are `nil` where argv is not UTF-8.
struct Parser {
    private let verb: Verb
    private let words: [String?]
    /// The place of the first of them in argv.
    private let offset: Int
    private var index = 0
    /// What every verb takes, as far as it was read.
    private(set) var options = CommonOptions()

    init(_ verb: Verb, _ words: [String?], offset: Int) {
        (self.verb, self.words, self.offset) = (verb, words, offset)
    }

    /// Reads all words; what the verb's own flags say goes into `own`.
    mutating func read<Own>(_ flags: [Flag<Own>], into own: inout Own) throws(Problem) {
        while index < words.count {
            let word = try next()
            if word == "--" {
                try rest()
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                options.operands.append(word)
                continue
            }
            try flag(word, flags, &own)
        }
        guard options.help || verb.count.contains(options.operands.count) else { throw wrongCount }
    }

    private mutating func next() throws(Problem) -> String {
        guard let word = words[index] else {
            throw .usage(
                "Argument \(offset + index) is not valid UTF-8.",
                hint: "Only the words of a command after -- may contain any bytes.")
        }
        index += 1
        return word
    }

    private mutating func rest() throws(Problem) {
        if verb.takesCommand {
            options.command = index < words.count ? offset + index : nil
            return
        }
        while index < words.count { options.operands.append(try next()) }
    }

    private mutating func flag<Own>(
        _ word: String, _ flags: [Flag<Own>], _ own: inout Own
    ) throws(Problem) {
        let (name, given) = Parser.split(word)
        if let flag = flags.first(where: { $0.words.isCalled(name) }) {
            try take(flag, name, given, &own)
        } else if let flag = Flag.common.first(where: { $0.words.isCalled(name) }) {
            var options = options
            try take(flag, name, given, &options)
            self.options = options
        } else {
            throw unknown(name)
        }
    }

    /// Takes a flag with its value, which may be the next word.
    private mutating func take<Root>(
        _ flag: Flag<Root>, _ name: String, _ given: String?, _ root: inout Root
    ) throws(Problem) {
        if case .toggle(let path) = flag.kind {
            guard given == nil else { throw .usage("The flag \(name) takes no value.") }
            root[keyPath: path] = true
            return
        }
        if case .choice(let words, let path) = flag.kind {
            guard root[keyPath: path] == nil else { throw .usage("The flag \(name) was given twice.") }
            root[keyPath: path] = given ?? words[0]
            return
        }
        guard index < words.count || given != nil else {
            throw .usage("The flag \(name) needs a value: \(name) \(flag.value?.name ?? "")")
        }
        var value = given
        if value == nil { value = try next() }
        try Parser.set(flag, name, value ?? "", &root)
    }

    private static func set<Root>(
        _ flag: Flag<Root>, _ name: String, _ value: String, _ root: inout Root
    ) throws(Problem) {
        switch flag.kind {
        case .toggle, .choice: break
        case .list(_, let path): root[keyPath: path].append(value)
        case .value(_, let path):
            guard root[keyPath: path] == nil else { throw .usage("The flag \(name) was given twice.") }
            guard !value.isEmpty else { throw .usage("The flag \(name) needs a value that is not empty.") }
            root[keyPath: path] = value
        }
    }

    /// `--flag=value`, and `-fvalue`, in two.
    static func split(_ word: String) -> (String, String?) {
        if word.hasPrefix("--") {
            guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
            return (String(word[..<equals]), String(word[word.index(after: equals)...]))
        }
        guard word.count > 2 else { return (word, nil) }
        return (String(word.prefix(2)), String(word.dropFirst(2)))
    }
}

// What is not understood.

extension Parser {
    private func unknown(_ name: String) -> Problem {
        // A flag of the command's, whose beginning was not marked.
        guard !verb.takesCommand || options.operands.count <= verb.count.upperBound else { return wrongCount }
        let nearest = Guess.nearest(to: name, among: verb.allFlags.map { "--\($0.long)" })
        return .usage(
            "lockstep \(verb.name) has no flag \(Printable.quoted(name)).",
            hint: OtherFlags.hint(name, of: verb.name) ?? nearest.map { "Did you mean: \($0)" }
                ?? "See: lockstep \(verb.name) --help")
    }

    private var wrongCount: Problem {
        let (name, words, most) = ("lockstep \(verb.name)", options.operands, verb.count.upperBound)
        let help = "See: \(name) --help"
        guard words.count > most else { return .usage("\(name) takes: \(verb.operands)", hint: help) }
        let surplus = Printable.quoted(words[most])
        if verb.takesCommand, options.command == nil {
            let before = ([name] + words.prefix(most).map(Printable.word)).joined(separator: " ")
            return .usage(
                "The command comes after --, and \(surplus) comes before it.",
                hint: "Write: \(before) -- \(Printable.word(words[most])) ...")
        }
        guard most > 0 else {
            return .usage("\(name) takes no operands, but \(surplus) was given.", hint: help)
        }
        guard verb.operands.hasPrefix("LABEL"), most == 1 else {
            return .usage("\(name) takes: \(verb.operands), and \(surplus) is one too many.", hint: help)
        }
        return .usage(
            "\(name) takes one LABEL, but these are \(words.count) words: \(words.joined(separator: " "))",
            hint:
                "If they are one label, put it in quotation marks: \(name) '\(words.joined(separator: " "))'")
    }
}

/// Finds what a misspelt word was meant to be.
enum Guess {
    static func nearest(to word: String, among candidates: [String]) -> String? {
        // Only short words: the search is quadratic, and nobody misspells a verb at length.
        word.utf8.count <= 40 ? Nearest.name(to: word, among: candidates) : nil
    }
}
