/// Flags that a person may try at a verb that has none of that name, and what does the same.
enum OtherFlags {
    /// What to say instead of a flag of a verb; `nil` for one that means nothing there.
    static func hint(_ flag: String, of verb: String) -> String? {
        table.first { $0.verb == verb && $0.flags.contains(flag) }?.hint
    }

    /// All of them, for a test that no verb has such a flag.
    static let table: [(verb: String, flags: [String], hint: String)] = [
        (
            "set", ["--expiry", "--scope", "--scope-unknown", "--full-access"],
            "Scopes and expiry of a token never change: replace it with lockstep rotate LABEL. How long the "
                + "next ones live: --lifetime"
        ),
        (
            "run", ["--lifetime", "--renew", "--overlap", "--owner", "--purpose", "--tag"],
            "A token for one run has no policy. How long it lives at most: --expiry"
        ),
        (
            "rotate", ["--lifetime", "--renew", "--owner", "--purpose", "--tag"],
            "That is the policy of a label: lockstep set LABEL --lifetime 90d"
        ),
        ("rotate", ["--generation"], "End an overlap early: lockstep revoke LABEL --generation N"),
    ]
}
