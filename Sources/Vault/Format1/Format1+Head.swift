internal import Lifecycle
internal import Secrets

extension Format1 {
    /// What the whole vault hangs on: sealed, and written again with every change.
    struct Head: Equatable {
        /// Rises by one with each change; the highest seen is kept outside the vault too.
        let counter: UInt64
        /// The root of the tree over all rows.
        let root: [UInt8]
        /// How many rows the audit log has.
        let rows: UInt64
        /// The last link of the audit log's chain.
        let link: [UInt8]
        /// How many accounts there are: so many rows that verify are all of them.
        let accounts: UInt32
        /// How many operations there are.
        let operations: UInt32

        /// Opens the head; throws `altered` when it does not open, or does not belong to these keys.
        init(in connection: Connection, keys: Keys) throws(LedgerError) {
            guard let sealed = try connection.blob("SELECT head FROM vault WHERE one = 1") else {
                throw LedgerError(.altered, .head)
            }
            var reader = try reading(.head) { () throws(SecretsError) in
                Reader(
                    try Seal.openPlain(
                        sealed, with: keys.heads, binding: AssociatedData("lockstep head", keys.vault)))
            }
            do throws(SecretsError) {
                (counter, root) = (try reader.number(), try reader.raw(KeyedHash.size))
                (rows, link) = (try reader.number(), try reader.raw(KeyedHash.size))
                (accounts, operations) = (try reader.number(), try reader.number())
                try reader.end()
            } catch { throw LedgerError(.altered, .head) }
        }
    }
}
