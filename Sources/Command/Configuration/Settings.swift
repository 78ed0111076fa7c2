/// What the configuration file sets: `key = value` a line, each key once; `#` begins a comment where it begins a line.
struct Settings: Equatable {
    /// A value, and the line that it is from.
    struct Entry: Equatable {
        let text: String
        let line: Int
    }

    private(set) var entries: [SettingKey: Entry] = [:]

    /// Without a file nothing is set.
    init() {}

    /// Reads a file's bytes strictly; `path` is for messages.
    init(_ bytes: [UInt8], of path: String) throws(Problem) {
        // Some editors begin a text with this mark; it says nothing.
        let text = bytes.starts(with: Settings.mark) ? bytes.dropFirst(Settings.mark.count) : bytes[...]
        for (index, bytes) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            do throws(Problem) { try read(bytes, index + 1) } catch {
                var problem = error.located(index + 1, in: path)
                problem.safe = Settings.safe
                throw problem
            }
        }
    }

    /// The byte order mark of UTF-8.
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// What is said wherever the file is not as it should be.
    static let safe = "Nothing was done."

    /// What is set for a key.
    subscript(_ key: SettingKey) -> String? { entries[key]?.text }

    private mutating func read(_ bytes: ArraySlice<UInt8>, _ number: Int) throws(Problem) {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw .usage("It is not text in UTF-8.", hint: "Save the file as plain text.")
        }
        let line = Settings.trimmed(text[...])
        guard !line.isEmpty, line.first != "#", line.first != ";" else { return }
        guard line.first != "[" else {
            throw .usage("This file has no sections.", hint: "Write only KEY = VALUE on a line.")
        }
        guard let equals = line.firstIndex(of: "=") else {
            throw .usage(
                "It is not of the form KEY = VALUE.", hint: "Comments begin with #, on a line of their own.")
        }
        let key = try SettingKey.named(String(Settings.trimmed(line[..<equals])))
        let value = String(Settings.trimmed(line[line.index(after: equals)...]))
        guard !value.isEmpty else {
            throw .usage("\(key.rawValue) has no value.", hint: "Give it one, or remove the line.")
        }
        if let first = entries[key] {
            throw .usage(
                "\(key.rawValue) is also set in line \(first.line).", hint: "Remove one of the lines.")
        }
        try key.check(value)
        entries[key] = Entry(text: value, line: number)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        func isBlank(_ character: Character) -> Bool {
            character == " " || character == "\t" || character == "\r"
        }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}
