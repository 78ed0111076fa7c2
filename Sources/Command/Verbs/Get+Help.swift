extension GetOptions {
    /// What can be said.
    static let flags: [Flag<GetOptions>] = [
        Flag("no-newline", nil, .toggle(\.isBare), "do not print the trailing newline"),
        Flag("generation", "g", .value(.number, \.generation), "an older generation, while they overlap"),
        Flag(
            "clip", "c", .toggle(\.isClipped), "copy it to the clipboard (Wayland, X11, terminal) instead"),
        Flag(
            "clear-after", nil, .value(.duration, \.clearAfter),
            "how long it stays on the clipboard (45s)"),
        .reveal(\.isRevealed), .evenExpired(\.handOut.isEvenExpired), .unlogged(\.handOut.isUnlogged),
    ]

    /// More for its help.
    static let notes = [
        """
        Prints one line, without the newline if --no-newline is given; to a terminal only with --reveal. \
        lockstep run is a safer way to give it to programs: it leaves no trace in a shell.
        """,
        """
        --clip clears the clipboard after 45 seconds, unless it holds something else by then. A terminal's \
        own clipboard (OSC 52) cannot be read back, so it is not cleared.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep get ci", "curl -H @<(printf 'Authorization: Bearer '; lockstep get ci) URL",
    ]
}
