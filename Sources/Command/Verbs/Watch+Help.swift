extension WatchOptions {
    /// What can be said.
    static let flags: [Flag<WatchOptions>] = [
        Flag(
            "restart", nil, .toggle(\.isRestarting),
            "end the command and start it again with the new token (the default)"),
        Flag(
            "stop-timeout", nil, .value(.duration, \.stopTimeout),
            "how long it may take to end before it is killed (\(Reaction.usualPatience))"),
        Flag("signal", nil, .value("NAME", \.signal), "send the command a signal instead, such as HUP"),
        Flag(
            "on-change", nil, .toggle(\.isOnChange),
            "run the command each time a label has a new token, without handing it out"),
        .refreshFile(\.run.refreshed),
        Flag(
            "env", nil, .list(.assignment, \.run.environment),
            "put a token in the variable NAME; repeatable"),
        Flag(
            "env-file", nil, .list(.file, \.run.environmentFiles),
            "set variables from a file, one NAME=value or NAME=lockstep://LABEL per line; repeatable"),
        Flag(
            "allow-env", nil, .list("NAME", \.run.allowedVariables),
            "set NAME although it redirects programs or makes them load code, such as PATH; repeatable"),
        Flag(
            "keep-env", nil, .list("NAME", \.run.keptVariables),
            "pass on NAME from your environment although it may point Linode's tools elsewhere; repeatable"),
        Flag(
            "file", nil, .list(.assignment, \.run.files),
            "put the token in a file in memory, and its path in the variable NAME; repeatable"),
        .evenExpired(\.run.handOut.isEvenExpired), .unlogged(\.run.handOut.isUnlogged),
    ]

    /// More for its help.
    static let notes = [
        """
        The command gets its tokens as from lockstep run. When another token is handed out under one of its \
        labels (a new generation, or a new token under the same label), lockstep fetches it, under the same \
        grants, and only then ends the command with SIGTERM, waits, and starts it again; what the command \
        left running is ended, too. With --signal, or with run --refresh-file, the command goes on, and \
        reads FILE again; its variables keep the former token.
        """,
        """
        A command that ends by itself is not started again: watch ends with its exit code. Signals are \
        passed on. If watch is killed, the command gets SIGTERM. If the token is revoked, refused or cannot \
        be fetched, watch says so once, and the command keeps running.
        """,
        """
        New tokens are learned from an unlocked agent, which may be locked or restarted meanwhile, or by \
        looking at the vault each second where --key-file or --passphrase-file opens it. The vault is not \
        kept open.
        """,
        """
        FILE is yours alone (0600), in a folder that nobody else can write to, best in $XDG_RUNTIME_DIR. It \
        is replaced whole, and removed at the end; the command finds its path in LOCKSTEP_TOKEN_FILE. If \
        lockstep is killed (SIGKILL), the file stays until the next start or the end of the session.
        """,
        """
        The command of --on-change runs once for each change, not at the start, with the label in \
        LOCKSTEP_LABEL and the generation in LOCKSTEP_GENERATION.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep watch ci -- ./serve",
        "lockstep watch ci --refresh-file $XDG_RUNTIME_DIR/ci --signal HUP -- ./serve",
        "lockstep watch web --on-change -- systemctl --user try-restart web.service",
    ]
}
