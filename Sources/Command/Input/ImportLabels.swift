internal import Imports
internal import Requests

/// The labels that imported tokens get: those that were given, else one that comes of the name.
struct ImportLabels {
    private let source: ImportSource
    private let given: [String: String]
    private var used: Set<String> = []

    /// Reads `LABEL`, for the only string, and `NAME=LABEL`. Throws `usage` for one that is for none.
    init(_ words: [String], _ texts: [SourceText], _ source: ImportSource) throws(Problem) {
        self.source = source
        let names = texts.flatMap { $0.findings.strings.map(\.name) }
        var given: [String: String] = [:]
        for word in words {
            let name = names.first { word.hasPrefix("\($0)=") && !$0.isEmpty }
            if let name {
                given[name] = String(word.dropFirst(name.count + 1))
            } else if names.count == 1 {
                given[names[0]] = word
            } else if !names.isEmpty {
                throw .usage(
                    "--label \(Printable.quoted(word)) does not say which token it is for.",
                    hint: "Write NAME=LABEL. The names here: \(ImportWords.named(names))")
            }
        }
        self.given = given
    }

    /// The label of the next string under a name; a second one of the same name gets a number.
    mutating func next(_ name: String) -> String {
        let wanted = given[name] ?? source.label(name)
        var (label, number) = (wanted, 1)
        while !used.insert(label).inserted {
            number += 1
            label = "\(wanted)-\(number)"
        }
        return label
    }
}
