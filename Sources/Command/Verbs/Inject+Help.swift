extension InjectOptions {
    /// What can be said.
    static let flags: [Flag<InjectOptions>] = [
        Flag("in", "i", .value(.template, \.input), "the template (standard input, also as -)"),
        Flag(
            "out", "o", .value(.file, \.output),
            "the file to write (standard output, also as -)"),
        Flag(
            "mode", nil, .value("MODE", \.mode),
            "the file's mode, such as 640 (unchanged; 600 for a new file)"
        ),
        Flag(
            "owner", nil, .value("USER[:GROUP]", \.owner),
            "the file's owner (unchanged; you for a new file)"),
        .reveal(\.isRevealed), .evenExpired(\.handOut.isEvenExpired), .unlogged(\.handOut.isUnlogged),
    ]

    /// More for its help.
    static let notes = [
        """
        {{ lockstep://LABEL }} is filled in anywhere; lockstep://LABEL only where it stands alone. Outside \
        of braces, write characters of a label other than letters, digits and -._~/@+ as %XX. If any \
        reference cannot be filled in, nothing is written.
        """,
        """
        FILE is replaced completely or not at all, also through links, and keeps its owner and mode; a new \
        one is yours alone (0600). If it cannot be replaced, as when it is a mount point or you cannot write \
        to its folder, it is written in place. Another user's file in a folder where others can write is \
        refused without --owner. A device or a pipe is written to directly. FILE cannot be the template \
        itself.
        """,
        "Files with token strings in them are what Lockstep is meant to avoid: lockstep run leaves none.",
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep inject -i app.conf.template -o app.conf",
        "lockstep inject -i app.template -o /etc/app.conf --owner root:app --mode 640",
    ]
}
