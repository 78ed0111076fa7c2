extension TimelineOptions {
    /// So many bars are drawn where nobody says.
    static let usual = 50
    /// So far from today, either way.
    static let usualSpan = "1y"

    /// What can be said.
    static let flags: [Flag<TimelineOptions>] = [
        Flag(
            "sort", nil, .value(.words("expiry", "label", "created"), \.order),
            "earliest expiry first (the default), by label, or oldest first"),
        Flag("limit", "n", .value(.number, \.limit), "the first N tokens (\(usual)); 0 for all"),
        Flag(
            "span", nil, .value(.duration, \.span),
            "look at most this far from today, either way (\(usualSpan))"),
        .account(\.account),
    ]

    /// More for its help.
    static let notes = [
        """
        A bar begins when the token was created and ends when it expires; the line through all bars is today. \
        With GLOB, only labels that match it, such as 'ci/*'. An older generation that is retiring has a bar \
        of its own.
        """,
        """
        It is drawn with line characters where the locale has UTF-8, else in ASCII. --plain says the same in \
        a sentence for each token. --json has all tokens, in the order of their labels.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep timeline", "lockstep timeline 'ci/*' --span 90d",
        "lockstep timeline --limit 0 --sort label",
        "lockstep timeline --plain",
    ]
}
