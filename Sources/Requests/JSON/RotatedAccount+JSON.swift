extension RotatedAccount {
    /// The account with its new provisioning token, and what became of the former one.
    package func json(_ reason: String?) -> JSON {
        .answer([
            ("account", account.json),
            (
                "previous", .object([("id", .id(former)), ("revoked", .bool(failure == nil))])
            ),
            ("reason", .optional(reason)),
        ])
    }
}
