internal import Lifecycle
internal import Secrets

/// The audit log: sealed entries, each bound to its number, chained by a keyed hash whose last link is in the head.
enum AuditLog {
    static func seal(_ entry: AuditEntry, sequence: UInt64, keys: Keys) throws(LedgerError) -> [UInt8] {
        var writer = Writer()
        entry.encode(to: &writer)
        return try opening("audit") { () throws(SecretsError) in
            try Seal.seal(writer.bytes.span, with: keys.audit, binding: binding(sequence, keys))
        }
    }

    static func link(after link: [UInt8], sequence: UInt64, sealed: [UInt8], keys: Keys) -> [UInt8] {
        var writer = Writer()
        writer.raw(link)
        writer.number(sequence)
        writer.bytes(sealed)
        return KeyedHash.of(encoded: writer.bytes, with: keys.audit)
    }

    /// Reads the whole log; throws `altered` at a gap, a change, or when it does not end where the head says.
    static func read(_ transaction: Transaction) throws(LedgerError) -> [AuditEntry] {
        let keys = transaction.keys
        var entries: [AuditEntry] = []
        var last = [UInt8](repeating: 0, count: KeyedHash.size)
        try transaction.connection.query("SELECT sequence, entry FROM audit ORDER BY sequence") {
            (row) throws(LedgerError) in
            let sequence = UInt64(entries.count)
            guard row.integer(0) == Int64(sequence), let sealed = row.blob(1) else {
                throw LedgerError(.altered, "audit")
            }
            entries.append(
                try opening("audit") { () throws(SecretsError) in
                    var reader = Reader(
                        try Seal.openPlain(sealed, with: keys.audit, binding: binding(sequence, keys)))
                    let entry = try AuditEntry(from: &reader)
                    try reader.end()
                    return entry
                })
            last = link(after: last, sequence: sequence, sealed: sealed, keys: keys)
        }
        guard UInt64(entries.count) == transaction.head.entries, last == transaction.head.link else {
            throw LedgerError(.altered, "audit")
        }
        return entries
    }

    private static func binding(_ sequence: UInt64, _ keys: Keys) -> AssociatedData {
        var writer = Writer()
        writer.number(sequence)
        return AssociatedData("lockstep audit", keys.vault, writer.bytes)
    }
}
