extension BindOptions {
    /// More for its help.
    static let notes = [
        """
        A host is https://HOST, with a port and a path if they matter: \
        https://git.example:8443/team/project.git. Without a path, every path of the host is meant; with \
        one, only that path, which git names only if credential.useHttpPath is true. There are no wildcards. \
        http is for this machine only. The default scheme is https.
        """,
        """
        The hosts are sealed with the token: a new token under the same label has none. lockstep credential \
        asks before the first use on a terminal; without a terminal it refuses a host that is not bound.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep bind work https://git.example", "lockstep bind work",
        "lockstep bind work https://git.example --remove",
    ]
}
