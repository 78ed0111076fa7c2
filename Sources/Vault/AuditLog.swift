internal import Lifecycle
internal import Secrets

/// The audit log: a sealed row for each transaction that has something to tell, with its entries one after the other.
/// Each row is bound to its number, and chained by a keyed hash whose last link is in the head.
enum AuditLog {
    static func seal(_ encoded: [UInt8], sequence: UInt64, keys: Keys) throws(LedgerError) -> [UInt8] {
        try opening(.audit) { () throws(SecretsError) in
            try Seal.seal(encoded.span, with: keys.audit, binding: binding(sequence, keys))
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
        var (entries, rows): ([AuditEntry], UInt64) = ([], 0)
        var last = [UInt8](repeating: 0, count: KeyedHash.size)
        try transaction.connection.query("SELECT sequence, entry FROM audit ORDER BY sequence") {
            (row) throws(LedgerError) in
            let sequence = rows
            guard row.integer(0) == Int64(sequence), let sealed = row.blob(1) else {
                throw LedgerError(.altered, .audit)
            }
            entries += try open(sealed, sequence: sequence, keys: keys)
            rows += 1
            last = link(after: last, sequence: sequence, sealed: sealed, keys: keys)
        }
        guard rows == transaction.head.rows, last == transaction.head.link else {
            throw LedgerError(.altered, .audit)
        }
        return entries
    }

    /// The time of the newest entry that was written before this transaction.
    static func newest(in transaction: Transaction) throws(LedgerError) -> Instant? {
        var found: Instant?
        try transaction.connection.query("SELECT sequence, entry FROM audit ORDER BY sequence DESC LIMIT 1") {
            (row) throws(LedgerError) in
            guard let sequence = UInt64(exactly: row.integer(0)), let sealed = row.blob(1) else {
                throw LedgerError(.altered, .audit)
            }
            found = try open(sealed, sequence: sequence, keys: transaction.keys).last?.time
        }
        return found
    }

    /// The entries of one row.
    private static func open(
        _ sealed: [UInt8], sequence: UInt64, keys: Keys
    ) throws(LedgerError) -> [AuditEntry] {
        try opening(.audit) { () throws(SecretsError) in
            var reader = Reader(
                try Seal.openPlain(sealed, with: keys.audit, binding: binding(sequence, keys)))
            var told = [try AuditEntry(from: &reader)]
            while reader.left > 0 { told.append(try AuditEntry(from: &reader)) }
            return told
        }
    }

    private static func binding(_ sequence: UInt64, _ keys: Keys) -> AssociatedData {
        var writer = Writer()
        writer.number(sequence)
        return AssociatedData("lockstep audit", keys.vault, writer.bytes)
    }
}
