internal import Lifecycle
internal import Requests

/// Lists the tokens of the vault, or all at the provider.
struct ListOptions: VerbOptions {
    var isRemote = false
    var expiring: String?
    var isAll = false
    var account: String?

    static let verb = Verb(
        Self.self, "list", aliases: ["ls"], summary: "list the tokens of the vault, or all at the provider",
        flags: [
            Flag(
                "remote", nil, .toggle(\.isRemote),
                "what the provider lists, and which of it Lockstep manages"),
            Flag("expiring", nil, .value(.duration, \.expiring), "only what expires within this time"),
            Flag("all", nil, .toggle(\.isAll), "purged tokens too"), .account(\.account),
        ],
        notes: [
            """
            FLAGS names what deserves a look: expired, expires soon (\(Times.soon)), never expires, full access. \
            Operations that wait to be finished are told on stderr.
            """
        ],
        examples: ["lockstep list", "lockstep list --expiring 14d --json", "lockstep list --remote"])

    func run(_ context: Context) throws(Problem) {
        let request = ListRequest(account: account, isAll: isAll, expiring: expiring)
        guard !isRemote else { return try context.tell(try context.ask(RemoteListRequest(request))) }
        let tokens = try context.ask(request)
        try context.tell(tokens.next)
        context.warn(of: tokens.head)
    }
}
