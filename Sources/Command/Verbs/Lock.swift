/// Makes the agent wipe its keys.
struct LockOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "lock", summary: "make the agent wipe its keys", needsSettings: false,
        examples: ["lockstep lock"])

    func run(_ context: Context) throws(Problem) { try Locking(context: context).lock() }
}
