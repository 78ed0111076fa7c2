extension SlotOptions {
    /// What there is to say of shares, and of the system's credential.
    static let keptElsewhere: [Flag<SlotOptions>] = [
        Flag("threshold", nil, .value(.number, \.threshold), "add shares: how many open the vault"),
        Flag("count", nil, .value(.number, \.count), "add shares: how many are made"),
        Flag(
            "share-folder", nil, .value(.file, \.shareFolder),
            "add shares: write them to this new folder instead of the terminal"),
        Flag(
            "with-key", nil, .value(.systemKey, \.sealedWith),
            "add system: what the system seals with (tpm2)"),
        Flag(
            "tpm2-pcrs", nil, .value("N+N…", \.registers),
            "add system: the registers of the TPM that have to stay as they are (7)"),
    ]

    /// More for its help.
    static let notes = [
        """
        add takes passphrase; key-file FILE, which is created if it does not exist; two-factor FILE, a key \
        file and a passphrase of which neither opens the vault alone; recovery; public-key KEY, which \
        the person or host prints with lockstep key; shares; or system.
        """,
        """
        add shares makes N shares, any K of which open the vault; fewer say nothing about it. They are shown \
        one after the other, or written to files of a new folder. To open the vault with them: type them \
        where the passphrase is asked for, or repeat --share-file.
        """,
        """
        add system has systemd-creds(1) seal a key to this machine's TPM, or as root to systemd's host key. \
        From then on this machine opens the vault by itself. LOCKSTEP_TPM2_DEVICE names another TPM.
        """,
        """
        add and remove ask for what opens the vault, even if an agent is unlocked: the passphrase at the \
        terminal, or --key-file, --passphrase-file, --passphrase-fd.
        """,
        """
        remove gives the vault new keys, so that what the slot takes opens nothing that is written from then \
        on, and an agent that was unlocked with it has to be unlocked again. Older copies of the vault still \
        open with it. The last way in cannot be removed. SLOT is a name, or the first digits of an id.
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
        "lockstep slot add shares --threshold 3 --count 5 --share-folder /media/stick/shares",
        "lockstep slot add system", "lockstep slot remove key-file",
        "lockstep slot test --key-file /etc/lockstep/key",
    ]
}
