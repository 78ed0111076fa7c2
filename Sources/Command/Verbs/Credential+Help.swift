extension CredentialOptions {
    /// More for its help.
    static let notes = [
        """
        Set up by one line of the other tool's configuration (Docs/Integrations.md). For git, OPERATION is get, store \
        or erase, as git says it; what git wants stored or erased is left alone. For kubectl the answer is an \
        ExecCredential of the version that was asked for.
        """,
        """
        A token goes only to hosts that it is bound to (lockstep bind). The first time, a person is asked on the terminal; \
        where there is none it is refused with exit code 5. kubectl says which server it means only where its \
        configuration has provideClusterInfo: true.
        """,
        """
        git starts git-credential-lockstep, a link to lockstep, where its configuration says helper = lockstep LABEL.
        """,
        """
        docker starts docker-credential-lockstep, a link to lockstep, and says get, store, erase or list. Logging in with \
        a token string of this vault makes docker get that token from then on.
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
