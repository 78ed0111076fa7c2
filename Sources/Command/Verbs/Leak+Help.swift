extension LeakOptions {
    /// More for its help.
    static let notes = [
        """
        Searches files, folders with everything in them, or standard input (-), for the strings of all tokens \
        and provisioning tokens in the vault. They are found as they are, cut by line breaks, percent-encoded, \
        escaped, in Base64 and in UTF-16. No string is printed: only its first 16 characters, which the \
        provider shows anyway.
        """,
        """
        Exits with 12 if a string is found, with 0 if none is and everything could be read, and with 1 if \
        none is but something could not be read. Compressed files are searched only as they are, and links \
        are not followed; both are reported.
        """,
        """
        On a terminal, offers to replace or revoke the tokens that it finds; --no-input never asks. Nothing is \
        sent to the provider before you agree, unless you give --remote.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep leak app.log", "lockstep leak ~/src/project", "git log -p --all | lockstep leak -",
        "zcat app.log.*.gz | lockstep leak -", "lockstep leak build/ --json --no-input",
    ]
}
