extension CredentialOptions {
    /// More for its help.
    static let notes = [
        """
        One line in the other tool's configuration sets this up (Docs/Integrations.md). For git, OPERATION \
        is get, store or erase, as git calls it; store and erase are ignored. For kubectl, the answer is an \
        ExecCredential of the requested version.
        """,
        """
        A token goes only to hosts that it is bound to (lockstep bind). The first time, a person is asked on \
        the terminal; without one it is refused with exit code 5. kubectl names its server only if its \
        configuration has provideClusterInfo: true.
        """,
        """
        git starts git-credential-lockstep, a link to lockstep, if its configuration says helper = lockstep \
        LABEL.
        """,
        """
        docker starts docker-credential-lockstep, a link to lockstep, with get, store, erase or list. After \
        a login with a token string of this vault, docker gets that token from Lockstep.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "git config credential.https://HOST.helper '!lockstep credential git LABEL'",
        "lockstep bind LABEL https://HOST",
        "lockstep credential kubectl LABEL",
        "lockstep get LABEL | docker login -u NAME --password-stdin SERVER",
    ]
}
