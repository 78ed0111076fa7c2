internal import Lifecycle
internal import Requests

/// Gives a token another label.
struct RenameOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "rename", aliases: ["mv"], summary: "rename a token, at the provider and in the vault",
        operands: "OLD NEW", .places([.label]), count: 2...2, examples: ["lockstep rename ci ci-main"])

    func run(_ context: Context) throws(Problem) {
        let (old, new) = (try context.label(0), try context.label(1))
        let view = try context.ask(RenameRequest(old, to: new))
        try context.tell(Sentence.renamed(old, to: new), view)
    }
}
