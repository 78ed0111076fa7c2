internal import Lifecycle
internal import ProviderProfiles
internal import Requests

/// Creates a token at the provider, and seals it.
struct CreateOptions: VerbOptions {
    var scopes: [String] = []
    var unknownScopes: [String] = []
    var isFullAccess = false
    var expiry: String?
    var account: String?
    var isRevealed = false
    var listsScopes = false
    var policy = PolicyWords()

    static let verb = Verb(
        Self.self, "create", summary: "create a token at the provider and seal it in the vault",
        operands: "LABEL", .places(["LABEL"]), count: 0...1,
        flags: flags,
        notes: notes,
        examples: examples)

    /// Whether the command line says what the token may do.
    var namesScopes: Bool { !scopes.isEmpty || !unknownScopes.isEmpty || isFullAccess }

    /// The token, under a label.
    func request(_ label: Label) -> CreateRequest {
        CreateRequest(
            label, scopes: scopes, unknownScopes: unknownScopes, isFullAccess: isFullAccess, expiry: expiry,
            account: account, policy: policy)
    }

    func run(_ context: Context) throws(Problem) {
        guard !(isRevealed && context.options.json) else {
            throw .usage("--json never contains a secret.", hint: "Use --reveal without it.")
        }
        guard !listsScopes else { return try context.tell(ProviderProfile.linode.catalog) }
        let request = try CreateForm.request(self, context)
        try context.check(request)
        if isRevealed || context.options.json { try context.console.requireOutput() }
        let view = try context.ask(request)
        try context.tell(Sentence.created(view.record, now: context.now), view)
        context.remark(on: view.record)
        guard isRevealed else { return }
        for handed in try context.handOut([request.label], .create) {
            try context.console.print(handed.string)
        }
    }
}
