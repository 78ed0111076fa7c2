internal import Lifecycle
internal import Secrets

extension Format1 {
    /// The audit log of format 1: rows numbered from 0, each sealed, bound to its number, and chained by a keyed hash. A vault that
    /// was migrated keeps it as it was.
    struct AuditLog {
        /// Its rows, from either end.
        typealias Rows = (_ after: [UInt8]?, _ backwards: Bool) throws(LedgerError) -> any RowCursor

        private let cursor: Rows
        private let keys: Keys
        /// How many rows it has.
        let rows: UInt64
        /// The last link of its chain.
        let link: [UInt8]

        /// Takes what the head has of the log.
        init(_ cursor: @escaping Rows, _ keys: Keys, rows: UInt64, link: [UInt8]) {
            (self.cursor, self.keys) = (cursor, keys)
            (self.rows, self.link) = (rows, link)
        }

        /// Reads the whole log, oldest first, one row in memory at a time; throws `altered` at a gap, a change, or when it does not
        /// end where the head says.
        func verify(_ visit: (AuditEntry) throws(LedgerError) -> Void) throws(LedgerError) {
            var (next, last) = (UInt64(0), [UInt8](repeating: 0, count: KeyedHash.size))
            let rows = try cursor(nil, false)
            while let (key, sealed) = try rows.next() {
                guard RowKey.number(key) == next else { throw LedgerError(.altered, .audit) }
                for entry in try entries(sealed, next) { try visit(entry) }
                last = linked(last, next, sealed)
                next += 1
            }
            guard next == self.rows, last == link else { throw LedgerError(.altered, .audit) }
        }

        /// Hands rows to `visit`, newest first, from the one before `end` on, until it says `false`. Each row opens only at its
        /// number, and none is passed over; the chain is not followed.
        func newestFirst(
            before end: UInt64? = nil, _ visit: (UInt64, [AuditEntry]) throws(LedgerError) -> Bool
        ) throws(LedgerError) {
            var next = min(end ?? rows, rows)
            let older = try cursor(RowKey.bytes(next), true)
            while next > 0 {
                guard let (key, sealed) = try older.next(), RowKey.number(key) == next - 1 else {
                    throw LedgerError(.altered, .audit)
                }
                next -= 1
                guard try visit(next, try entries(sealed, next)) else { return }
            }
        }

        /// Throws `altered` where the log has rows that the head does not speak of, or lacks the last: all that is told without reading
        /// it.
        func verifyEnd() throws(LedgerError) {
            let last = try cursor(nil, true).next()
            guard rows > 0, last.flatMap({ RowKey.number($0.key) }) == rows - 1 else {
                throw LedgerError(.altered, .audit)
            }
        }

        private func entries(_ sealed: [UInt8], _ sequence: UInt64) throws(LedgerError) -> [AuditEntry] {
            var number = Writer()
            number.number(sequence)
            let binding = AssociatedData("lockstep audit", keys.vault, number.bytes)
            return try reading(.audit) { () throws(SecretsError) in
                var reader = Reader(try Seal.openPlain(sealed, with: keys.audit, binding: binding))
                var told = [try AuditEntry(format1: &reader)]
                while reader.left > 0 { told.append(try AuditEntry(format1: &reader)) }
                return told
            }
        }

        private func linked(_ link: [UInt8], _ sequence: UInt64, _ sealed: [UInt8]) -> [UInt8] {
            var writer = Writer()
            writer.raw(link)
            writer.number(sequence)
            writer.bytes(sealed)
            return KeyedHash.of(encoded: writer.bytes, with: keys.audit)
        }
    }
}
