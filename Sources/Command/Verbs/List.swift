internal import Lifecycle
internal import Requests

/// Lists the tokens of the vault, or all at the provider.
struct ListOptions: VerbOptions {
    var isRemote = false
    var expiring: String?
    var isAll = false
    var account: String?
    var isExpired = false
    var order: String?
    var tags: [String] = []
    var owner: String?
    var areSpecs = false

    static let verb = Verb(
        Self.self, "list", aliases: ["ls"], summary: "list the tokens of the vault, or all at the provider",
        operands: "[GLOB...]", .each(.label), count: 0...Int.max,
        flags: flags, notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        let request = ListRequest(
            account: account, isAll: isAll, expiring: expiring, isExpired: isExpired,
            patterns: context.options.operands, order: try order.map(ListOptions.order) ?? .label,
            tags: tags, owner: owner)
        guard !isRemote else {
            guard tags.isEmpty, owner == nil else {
                throw .usage("The provider has neither tags nor owners.", hint: "Give them without --remote.")
            }
            guard !areSpecs else {
                throw .usage("A file of tokens is made of those in the vault: leave out --remote.")
            }
            return try context.tell(try context.ask(RemoteListRequest(request)), of: request)
        }
        guard !areSpecs else { return try SpecListing(context: context).run(request) }
        let tokens = try context.ask(request)
        try context.tell(tokens, of: request)
        context.warn(of: tokens.head.accounts)
        context.warn(of: tokens.head.pending)
    }

    /// An order by its word.
    static func order(_ word: String) throws(Problem) -> ListRequest.Order {
        guard let order = ListRequest.Order(rawValue: word) else {
            let all = ListRequest.Order.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage("\(Printable.quoted(word)) is not a valid order.", hint: "Orders: \(all)")
        }
        return order
    }
}
