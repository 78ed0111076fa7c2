extension GetOptions {
    /// What can be said.
    static let flags: [Flag<GetOptions>] = [
        Flag("no-newline", nil, .toggle(\.isBare), "write no line end behind it"),
        Flag("generation", "g", .value(.number, \.generation), "an older generation, in its overlap"),
        Flag(
            "clip", "c", .toggle(\.isClipped), "put it on the clipboard (Wayland, X11, terminal) instead"),
        Flag(
            "clear-after", nil, .value(.duration, \.clearAfter),
            "how long it stays on the clipboard (45s)"),
        .reveal(\.isRevealed), .evenExpired(\.handOut.isEvenExpired), .unlogged(\.handOut.isUnlogged),
    ]

    /// More for its help.
    static let notes = [
        """
        One line, or without its end with --no-newline; to a terminal only with --reveal. Programs get it more safely from lockstep run, which leaves no \
        trace in a shell.
        """,
        """
        --clip clears the clipboard after 45 seconds, unless something else is there by then. A terminal's own clipboard (OSC \
        52) cannot be read back, and so is not cleared.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep get ci", "curl -H @<(printf 'Authorization: Bearer '; lockstep get ci) URL",
    ]
}
