extension DoctorOptions {
    /// More for its help.
    static let notes = [
        """
        Reads every row of the vault, this machine's reading log and what it has seen of the vault, past the first that is \
        wrong. By itself it changes nothing, and it asks no provider. Exit 9 when the vault or a log was altered or is \
        damaged, when it is an older copy than this machine has seen, or one that was changed elsewhere.
        """,
        """
        --repair mends the slots, the head and the vault's id from the second place where each of them stands, makes the \
        file's first page and the tree over its rows anew, and begins the change log anew where it cannot be proved any more. \
        --accept-log takes note that you were told of a damaged reading log: it is kept, hand-outs go on in a new one.
        """,
        """
        --accept-older is for a copy that was put back on purpose. Tokens made since are not in it: lockstep sync \
        and list --remote show them as made elsewhere. Tokens revoked since are purged by sync.
        """,
    ]
}
