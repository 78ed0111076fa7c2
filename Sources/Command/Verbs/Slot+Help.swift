extension SlotOptions {
    /// More for its help.
    static let notes = [
        """
        add takes passphrase; key-file FILE, which is created if it does not exist; two-factor FILE, a key \
        file and a passphrase of which neither opens the vault alone; recovery; or public-key KEY, which \
        the person or host prints with lockstep key.
        """,
        """
        add and remove ask for what opens the vault, even if an agent is unlocked: the passphrase at the \
        terminal, or --key-file, --passphrase-file, --passphrase-fd.
        """,
        """
        remove gives the vault new keys, so that what the slot takes opens nothing that is written from then \
        on, and an agent has to be unlocked again. Older copies of the vault still open with it. The last \
        way in cannot be removed. SLOT is a name, or the first digits of an id.
        """,
        """
        test opens the vault with what you give, and says which slot that was: try a recovery key before \
        you need it.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep slot list", "lockstep slot add recovery --recovery-file /media/stick/recovery",
        "lockstep slot add two-factor /media/stick/lockstep.key",
        "lockstep slot add public-key LSPK-… --name anna",
        "lockstep slot remove key-file", "lockstep slot test --key-file /etc/lockstep/key",
    ]
}
