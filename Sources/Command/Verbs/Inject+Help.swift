extension InjectOptions {
    /// What can be said.
    static let flags: [Flag<InjectOptions>] = [
        Flag("in", "i", .value(.template, \.input), "the template; - or nothing for standard input"),
        Flag(
            "out", "o", .value(.file, \.output),
            "the file to replace, 0600 and yours; - or nothing for standard output"),
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
        FILE is replaced whole or not at all, whatever links lead to it, and is then yours alone (0600), whatever its owner and \
        mode were before. A device or a pipe is written into. The template itself cannot be FILE.
        """,
        "A file with token strings in it is what Lockstep is there to avoid: lockstep run leaves none.",
    ]
}
