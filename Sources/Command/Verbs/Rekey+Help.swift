extension RekeyOptions {
    /// More for its help.
    static let notes = [
        """
        Whoever has only the old keys opens nothing that is written from now on. The ways to unlock the vault \
        stay, and open it as before. Tokens are handed out meanwhile; an unlocked agent takes up the new keys \
        by itself.
        """,
        """
        Without --deep, token strings keep the keys of their own, which are sealed under the new ones. With it, \
        they get new ones. Old copies still hold the strings of their time: if somebody may have opened one, \
        replace the tokens, too (lockstep rotate --all).
        """,
        """
        It can be stopped at any time: lockstep rekey, lockstep sync and the agent go on with what is left. The \
        provider is not contacted. Asks for what unlocks the vault, always.
        """,
    ]

    /// Command lines to learn from.
    static let examples = ["lockstep rekey", "lockstep rekey --deep"]
}
