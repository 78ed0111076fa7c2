extension BindOptions {
    /// More for its help.
    static let notes = [
        """
        A host is https://HOST, with a port and a path where they matter: https://git.example:8443/team/project.git. Without \
        a path every path of the host is meant; with one that path alone, which git names only where \
        credential.useHttpPath is true. There are no wildcards. http is for this machine \
        only. Without a scheme https is meant.
        """,
        """
        The hosts are sealed with the token: a new token under the same label has none. lockstep credential asks for the \
        first use on a terminal, and refuses a host that is not bound where there is none.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep bind work https://git.example", "lockstep bind work",
        "lockstep bind work https://git.example --remove",
    ]
}
