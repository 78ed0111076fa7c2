extension AuditOptions {
    /// More for its help.
    static let notes = [
        """
        The vault's changes and this machine's hand-outs are shown as one log, in order of time. Each entry \
        shown is authentic; --verify proves that none is missing.
        """,
        """
        archive moves hand-outs from logs that no process is writing to into a new file, verifies it, and \
        only then removes them here. How long a machine keeps them otherwise: lockstep set --audit-keep.
        """,
        """
        A receipt says that a token was deleted at the provider, refused there, and purged here. verify \
        checks one, as receipt prints it, without a vault; - is standard input. You have to know whose key \
        signed it: lockstep audit key prints this vault's, and --key KEY refuses all others (Ed25519; \
        Docs/VaultFormat.md has the fields).
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep audit", "lockstep audit --event handed-out --label ci --since 7d",
        "lockstep audit --readers ci", "lockstep audit --verify", "lockstep audit --follow --json",
        "lockstep audit archive readings-2026 --before 90d", "lockstep audit --archive readings-2026",
        "lockstep audit receipt ci > ci.receipt.json", "lockstep audit verify ci.receipt.json",
        "lockstep audit verify ci.receipt.json --key $(cat key.hex)",
    ]
}
