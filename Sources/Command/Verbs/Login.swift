internal import Lifecycle
internal import ProviderProfiles
internal import Requests

/// Seals a provisioning token, bound to the address where it was verified.
struct LoginOptions: VerbOptions {
    var isFromStdin = false
    var url: String?
    var allowsWeaker = false

    static let verb = Verb(
        Self.self, "login", summary: "seal a provisioning token, with which tokens are created and revoked",
        operands: "[ACCOUNT]", .places([.account]), count: 0...1,
        flags: [
            Flag("token-stdin", nil, .toggle(\.isFromStdin), "read the token from standard input"),
            Flag(
                "url", nil, .value("URL", \.url),
                "log in at an address other than \(ProviderProfile.linode.address.text)"),
            Flag(
                "allow-weaker", nil, .toggle(\.allowsWeaker),
                "seal a token that cannot create tokens, or can do less than the one it replaces"),
        ],
        notes: notes,
        examples: examples)

    func run(_ context: Context) throws(Problem) {
        let request = LoginRequest(
            name: try context.options.operands.first.map(Context.label),
            address: try url.map { text throws(Problem) in try Context.address(text, from: "--url") })
        try LoggingIn(context: context, isFromStdin: isFromStdin, allowsWeaker: allowsWeaker).run(request)
    }
}
