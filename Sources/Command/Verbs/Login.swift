internal import Lifecycle
internal import ProviderProfiles
internal import Requests
internal import Secrets
internal import Service

extension Verbs {
    static let login = Verb(
        name: "login", summary: "seal a provisioning token, with which tokens are made and revoked",
        operands: "[ACCOUNT]", count: 0...1,
        flags: [
            Flag("token-stdin", nil, .toggle(\.tokenStdin), "read the token from standard input"),
            Flag(
                "url", nil, .value("URL", \.url),
                "log in at another address than \(ProviderProfile.linode.address.text)"),
            Flag(
                "allow-weaker", nil, .toggle(\.allowWeaker),
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
        ]
    ) { context throws(Problem) in try LoggingIn(context: context).run() }

    static let logout = Verb(
        name: "logout", summary: "wipe an account and its provisioning token", operands: "ACCOUNT",
        count: 1...1,
        notes: ["Refused while tokens or operations depend on it. The provider is not told."],
        examples: ["lockstep logout work"]
    ) { context throws(Problem) in
        let name = context.options.operands[0]
        let service = try context.service()
        try served { () throws(Failure) in try service.logout(name) }
        context.console.note(
            "Wiped the account \(Printable.quoted(name)). Its provisioning token still lives.")
        if context.options.json {
            try context.console.print(.wiped(account: name))
        }
    }
}
