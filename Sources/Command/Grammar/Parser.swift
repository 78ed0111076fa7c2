internal import Lifecycle
internal import ProviderProfiles

/// Reads a command line. Words are `nil` where argv is not UTF-8.
enum Parser {
    /// Reads the words behind the verb; `offset` is the place of the first of them in argv.
    static func options(of verb: Verb, _ words: [String?], offset: Int) throws(Problem) -> Options {
        var options = Options()
        var index = 0
        while index < words.count {
            guard let word = words[index] else { throw notText(offset + index) }
            index += 1
            if word == "--" {
                try rest(of: words, from: index, offset, verb, &options)
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                options.operands.append(word)
                continue
            }
            try flag(word, of: verb, words, &index, offset, &options)
        }
        guard options.help || verb.count.contains(options.operands.count) else { throw wrongCount(verb) }
        return options
    }

    private static func rest(
        of words: [String?], from index: Int, _ offset: Int, _ verb: Verb, _ options: inout Options
    ) throws(Problem) {
        if verb.takesCommand {
            options.command = index < words.count ? offset + index : nil
            return
        }
        for place in index..<max(index, words.count) {
            guard let word = words[place] else { throw notText(offset + place) }
            options.operands.append(word)
        }
    }

    private static func flag(
        _ word: String, of verb: Verb, _ words: [String?], _ index: inout Int, _ offset: Int,
        _ options: inout Options
    ) throws(Problem) {
        let (name, given) = split(word)
        guard
            let flag = verb.allFlags.first(where: {
                "--\($0.long)" == name || $0.short.map { "-\($0)" } == name
            })
        else {
            let nearest = Guess.nearest(to: name, among: verb.allFlags.map { "--\($0.long)" })
            throw .usage(
                "lockstep \(verb.name) has no flag \(Printable.quoted(name)).",
                hint: nearest.map { "Did you mean: \($0)" } ?? "See: lockstep \(verb.name) --help")
        }
        if case .toggle(let path) = flag.kind {
            guard given == nil else { throw .usage("The flag \(name) takes no value.") }
            options[keyPath: path] = true
            return
        }
        guard index < words.count || given != nil else {
            throw .usage("The flag \(name) needs a value: \(name) \(flag.value ?? "")")
        }
        var value = given
        if value == nil {
            guard let next = words[index] else { throw notText(offset + index) }
            value = next
            index += 1
        }
        try set(flag, name, value ?? "", &options)
    }

    private static func set(_ flag: Flag, _ name: String, _ value: String, _ options: inout Options)
        throws(Problem)
    {
        switch flag.kind {
        case .toggle: break
        case .list(_, let path): options[keyPath: path].append(value)
        case .value(_, let path):
            guard options[keyPath: path] == nil else { throw .usage("The flag \(name) was given twice.") }
            guard !value.isEmpty else { throw .usage("The flag \(name) needs a value that is not empty.") }
            options[keyPath: path] = value
        }
    }

    /// `--flag=value`, and `-fvalue`, in two.
    private static func split(_ word: String) -> (String, String?) {
        if word.hasPrefix("--") {
            guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
            return (String(word[..<equals]), String(word[word.index(after: equals)...]))
        }
        guard word.count > 2 else { return (word, nil) }
        return (String(word.prefix(2)), String(word.dropFirst(2)))
    }

    private static func notText(_ place: Int) -> Problem {
        .usage(
            "Argument \(place) is not valid UTF-8.",
            hint: "Only the words of a command after -- may be any bytes.")
    }

    private static func wrongCount(_ verb: Verb) -> Problem {
        .usage(
            verb.count.upperBound == 0
                ? "lockstep \(verb.name) takes no operands."
                : "lockstep \(verb.name) takes: \(verb.operands)",
            hint: "See: lockstep \(verb.name) --help")
    }
}

/// Finds what a misspelt word was meant to be.
enum Guess {
    static func nearest(to word: String, among candidates: [String]) -> String? {
        // Only short words: the search is quadratic, and nobody misspells a verb at length.
        word.utf8.count <= 40 ? Nearest.name(to: word, among: candidates) : nil
    }
}
