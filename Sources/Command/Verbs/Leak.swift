/// Looks for token strings where they should not be.
struct LeakOptions: VerbOptions {
    var isRemote = false
    var rotates = false
    var revokes = false
    var isAgreed = false

    static let verb = Verb(
        Self.self, "leak", summary: "find token strings in files and folders, and say whose they are",
        operands: "[FILE...]", .each(.file), count: 0...Int.max,
        flags: [
            Flag(
                "remote", nil, .toggle(\.isRemote),
                "also look for tokens that are only at the provider, by how they begin"),
            Flag(
                "rotate", nil, .toggle(\.rotates),
                "replace the tokens that are found, and revoke the leaked ones at once; asks first"),
            Flag("revoke", nil, .toggle(\.revokes), "only revoke the tokens that are found; asks first"),
            .yes(\.isAgreed),
        ],
        notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        guard !revokes || !rotates else { throw .usage("Give one of --rotate and --revoke.") }
        guard !revokes && !rotates || !context.options.json else {
            throw .usage(
                "--json prints one answer, and --rotate or --revoke would print a second.",
                hint: "Run lockstep leak --json, then lockstep rotate LABEL... --overlap 0s --json")
        }
        try Leaking(context: context, options: self).run(try context.searchPlaces())
    }
}
