internal import Lifecycle
internal import Secrets

/// The audit log of format 1 in a vault that comes from there: no row was added since, and it stays verifiable.
enum FormerLog {
    /// The log; `nil` in a vault that has none.
    static func log(
        _ store: any RowStore, _ keyring: Keyring, _ head: Head
    ) throws(LedgerError) -> Format1.AuditLog? {
        guard let end = head.audit else { return nil }
        guard let epoch = keyring.format1 else { throw LedgerError(.altered, .audit) }
        let keys = try opening(.audit) { () throws(SecretsError) in
            try Format1.Keys(vault: keyring.vault, key: epoch.root)
        }
        return Format1.AuditLog(
            { (after, backwards) throws(LedgerError) in
                try store.cursor(.audit, after: after, backwards: backwards)
            }, keys, rows: end.rows, link: end.link)
    }
}
