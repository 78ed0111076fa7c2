/// Looks for token strings where they should not be.
struct LeakOptions: VerbOptions {
    var isRemote = false
    var revokes = false
    var isAgreed = false

    static let verb = Verb(
        Self.self, "leak", summary: "find token strings in files and folders, and say whose they are",
        operands: "[FILE...]", .each(.file), count: 0...Int.max,
        flags: [
            Flag(
                "remote", nil, .toggle(\.isRemote),
                "also look for tokens that are only at the provider, by how they begin"),
            Flag("revoke", nil, .toggle(\.revokes), "revoke what is found; asks first"), .yes(\.isAgreed),
        ],
        notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        try Leaking(context: context, options: self).run(try context.searchPlaces())
    }
}
