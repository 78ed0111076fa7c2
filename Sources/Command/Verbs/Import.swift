internal import Requests

/// Seals the tokens that other tools keep in plain files, or in another store.
struct ImportOptions: VerbOptions {
    var isRehearsal = false
    var takes = false
    var labels: [String] = []
    var names: [String] = []
    var account: String?

    static let verb = Verb(
        Self.self, "import", summary: "seal tokens that other tools keep, and take them out of their files",
        operands: "linode-cli [FILE] | env-file FILE | json FILE | pass [PATH]",
        .words(["linode-cli": [.file], "env-file": [.file], "json": [.file], "pass": ["PATH"]]),
        count: 1...2,
        flags: [
            Flag("dry-run", nil, .toggle(\.isRehearsal), "say what would be done, and change nothing"),
            Flag(
                "wipe", nil, .toggle(\.takes), "take sealed strings out of the file without asking"),
            Flag(
                "label", nil, .list("[NAME=]LABEL", \.labels),
                "the label of the token, or of the one that stands under NAME"),
            Flag(
                "name", nil, .list("NAME", \.names),
                "also take what stands under NAME: a variable, a key, a member"),
            .account(\.account),
        ],
        notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        let (word, operand) = (context.options.operands[0], context.options.operands.dropFirst().first)
        guard let source = ImportSource(word, operand, names: names) else {
            throw .usage(
                "lockstep import takes linode-cli, env-file FILE, json FILE or pass.",
                hint: "See: lockstep import --help")
        }
        try Importing(context: context, options: self, source: source).run(try source.texts())
    }
}
