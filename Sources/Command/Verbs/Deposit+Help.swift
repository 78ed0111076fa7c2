extension DepositOptions {
    /// What can be said.
    static let flags: [Flag<DepositOptions>] = [
        Flag(
            "to", nil, .value("TICKET", \.ticket),
            "the vault, as its owner's lockstep depositor add has printed it"),
        Flag("scope", "s", .list(.scope, \.scopes), "a scope, such as linodes:rw; repeatable"),
        Flag("expiry", "e", .value(.moment, \.expiry), "90d, 6mo, 2027-01-31, or never"),
        Flag(
            "scope-unknown", nil, .list(.scope, \.unknownScopes),
            "a scope that Lockstep does not know yet; the provider decides"),
        Flag("full-access", nil, .toggle(\.isFullAccess), "a token that may do everything (scope *)"),
        Flag(
            "token-stdin", nil, .toggle(\.isFromStdin), "read the provisioning token from standard input"),
        Flag(
            "signing-key", nil, .value(.file, \.signingKey),
            "sign with the 32 bytes of this file (private.key, as lockstep key made it)"),
        Flag(
            "into", nil, .value(.file, \.folder),
            "put the deposit into this folder instead of the one beside the vault"),
    ]

    /// More for its help.
    static let notes = [
        """
        Needs no vault and opens none: only the ticket, your private key and a provisioning token, which is \
        read from standard input or asked for, kept nowhere, and sent only to the address in the ticket.
        """,
        """
        The token is created as lockstep create does, and its string is sealed to the vault, so that you \
        cannot read it again. It counts once whoever can open the vault has run lockstep sync (an unlocked \
        agent does so by itself): the label has to be new, and the token has to be at the account.
        """,
        """
        The deposit is a file in the folder VAULT-deposits. If that is on another machine, give --into and \
        carry the file there once this command has ended.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep deposit deploy --to LSDT-… --scope linodes:rw --expiry 90d --token-stdin < token",
        "lockstep deposit deploy --to LSDT-… --scope linodes:ro --expiry 30d --into out",
    ]
}
