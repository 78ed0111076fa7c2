/// Makes the agent wipe its keys.
struct LockOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "lock", summary: "make the agent wipe its keys", needsSettings: false,
        notes: [
            """
            The agent that has the vault's keys is found wherever its socket is. One that is already locked \
            is looked for at the usual paths of this user's sessions; elsewhere it is found only with the \
            same LOCKSTEP_SOCKET.
            """
        ], examples: ["lockstep lock"])

    func run(_ context: Context) throws(Problem) { try Locking(context: context).lock() }
}
