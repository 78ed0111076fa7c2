extension DoctorOptions {
    /// More for its help.
    static let notes = [
        """
        Reads every row of the vault, this machine's reading log and what it has seen of the vault, and does \
        not stop at the first fault. Without a flag it changes nothing; it never contacts the provider. \
        Exits with 9 if the vault or a log was altered or is damaged, or if the vault is an older copy than \
        this machine has seen, or one that was changed elsewhere.
        """,
        """
        --repair restores the slots, the head and the vault's id from their second copies, rebuilds the \
        file's first page and the tree over its rows, and starts a new change log if the old one can no \
        longer be proven. A log of another copy (vault.db-wal) is set aside, and kept. --accept-log records that you know of a damaged reading log: it is kept, and \
        hand-outs continue in a new one.
        """,
        """
        --accept-older is for a copy that was put back on purpose. Tokens created since are not in it: \
        lockstep sync and list --remote show them as made elsewhere. Tokens revoked since are purged by \
        sync. Nothing is handed out before sync has compared the copy with the provider.
        """,
        """
        --extract NEW carries over every token, account and setting of which the vault proves that it is \
        intact and the newest, and says what it leaves behind. The damaged vault stays as it is; the new \
        one opens with the same passphrase and keys, and hands out after lockstep sync.
        """,
    ]
}
