extension MetricsOptions {
    /// More for its help.
    static let notes = [
        """
        The text format of Prometheus. Without --labels no figure names a token or an account. Series and \
        their meaning are in Docs/Metrics.md; names never change.
        """,
        """
        A file is replaced whole, and everybody may read it (mode 0644, unless you gave it another), since \
        node_exporter runs as another user. There is no secret in it; with --labels it tells labels, \
        accounts and expiries.
        """,
        """
        It never prompts. Where the vault is locked or cannot be read, lockstep_up is 0, the figures of the \
        vault are missing, and the exit code says why.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep metrics", "lockstep metrics --output /var/lib/prometheus/node-exporter",
        "lockstep metrics --labels --output lockstep.prom",
    ]
}
