internal import Lifecycle
internal import ProviderProfiles
internal import Requests

/// Seals a provisioning token, bound to the address where it was verified.
struct LoginOptions: VerbOptions {
    var isFromStdin = false
    var url: String?
    var allowsWeaker = false

    static let verb = Verb(
        Self.self, "login", summary: "seal a provisioning token, with which tokens are made and revoked",
        operands: "[ACCOUNT]", count: 0...1,
        flags: [
            Flag("token-stdin", nil, .toggle(\.isFromStdin), "read the token from standard input"),
            Flag(
                "url", nil, .value("URL", \.url),
                "log in at another address than \(ProviderProfile.linode.address.text)"),
            Flag(
                "allow-weaker", nil, .toggle(\.allowsWeaker),
                "seal a token that cannot create tokens, or can do less than the one it replaces"),
        ],
        notes: [
            """
            The token is made once on the provider's web page, with the scope account:read_write and every scope that you \
            will want to give later tokens. It is verified before it is sealed. Without ACCOUNT the account is named \
            after its user; logging in again under the same name replaces the account's token, unless the new one is weaker.
            """,
            """
            The account is bound to the address it logged in at: --url, else LOCKSTEP_LINODE_URL, else the account's own, else \
            \(ProviderProfile.linode.address.text). Its provisioning token is never sent to another one. Later commands refuse to \
            run where LOCKSTEP_LINODE_URL names another address.
            """,
        ],
        examples: [
            "lockstep login", "lockstep login work --token-stdin < token.txt",
            "lockstep login trial --url http://127.0.0.1:8080",
        ])

    func run(_ context: Context) throws(Problem) {
        let request = LoginRequest(
            name: try context.options.operands.first.map(Context.label),
            address: try url.map { text throws(Problem) in try Context.address(text, from: "--url") })
        try LoggingIn(context: context, isFromStdin: isFromStdin, allowsWeaker: allowsWeaker).run(request)
    }
}
