internal import Requests
internal import Service

/// Wipes an account.
struct LogoutOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "logout", summary: "wipe an account and its provisioning token", operands: "ACCOUNT",
        .places([.account]), count: 1...1,
        notes: ["Refused while tokens or operations depend on it. The provider is not contacted."],
        examples: ["lockstep logout work"])

    func run(_ context: Context) throws(Problem) {
        let name = context.options.operands[0]
        let service = try context.service()
        let account = try served { () throws(Failure) in try service.logout(name) }
        context.console.note(Sentence.wiped(account))
        if context.options.json { try context.console.print(.wiped(account: name)) }
    }
}
