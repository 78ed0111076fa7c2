extension InjectOptions {
    /// What can be said.
    static let flags: [Flag<InjectOptions>] = [
        Flag("in", "i", .value(.template, \.input), "the template; - or nothing for standard input"),
        Flag(
            "out", "o", .value(.file, \.output),
            "the file to write; - or nothing for standard output"),
        Flag(
            "mode", nil, .value("MODE", \.mode), "the file's mode, such as 640 (as it was; 600 for a new one)"
        ),
        Flag(
            "owner", nil, .value("USER[:GROUP]", \.owner),
            "whose the file is (as it was; yours for a new one)"),
        .reveal(\.isRevealed), .evenExpired(\.handOut.isEvenExpired), .unlogged(\.handOut.isUnlogged),
    ]

    /// More for its help.
    static let notes = [
        """
        {{ lockstep://LABEL }} is filled anywhere; lockstep://LABEL where it stands by itself. Characters of a label \
        other than letters, digits and -._~/@+ are written as %XX outside of braces. When any reference cannot be \
        filled nothing is written.
        """,
        """
        FILE is replaced whole or not at all, whatever links lead to it, and keeps its owner and mode; a new one is yours alone \
        (0600). Where it cannot be replaced, as when it is mounted by itself or you may not write to its folder, it is written in place. Another \
        user's file in a folder where others may write is refused without --owner. A device or a pipe is written into. The template \
        itself cannot be FILE.
        """,
        "A file with token strings in it is what Lockstep is there to avoid: lockstep run leaves none.",
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep inject -i app.conf.template -o app.conf",
        "lockstep inject -i app.template -o /etc/app.conf --owner root:app --mode 640",
    ]
}
