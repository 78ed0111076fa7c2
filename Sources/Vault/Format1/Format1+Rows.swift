internal import Lifecycle
internal import Secrets

extension Format1 {
    /// A label that is kept for a record.
    struct Reservation: Hashable {
        let label: Label
        let record: RecordID
    }

    /// An account with its provisioning token, which is sealed still.
    struct AccountRow {
        let account: Account
        fileprivate let item: Item
        fileprivate let keys: Keys

        init(account: Account, item: Item, keys: Keys) {
            (self.account, self.item, self.keys) = (account, item, keys)
        }

        /// Opens the provisioning token; throws `altered`.
        func string() throws(LedgerError) -> SecretBytes {
            try reading(.string) { () throws(SecretsError) in try item.openString(generation: 0, keys: keys) }
        }
    }

    /// A record, tombstones included, with its token string, which is sealed still.
    struct RecordRow {
        let record: Record
        /// The value of its setting `hosts/`; `nil` where it is bound to none.
        let hosts: [UInt8]?
        /// Whether its label leads to it: it does for every living record.
        let isNamed: Bool
        fileprivate let item: Item
        fileprivate let keys: Keys

        init(_ record: Record, hosts: [UInt8]?, isNamed: Bool, item: Item, keys: Keys) {
            (self.record, self.hosts, self.isNamed) = (record, hosts, isNamed)
            (self.item, self.keys) = (item, keys)
        }

        /// Whether it has a token string: every living record does, no tombstone does.
        var hasString: Bool { item.hasString }

        /// Opens the token string; throws `altered`, also where there is none.
        func string() throws(LedgerError) -> SecretBytes {
            try reading(.string) { () throws(SecretsError) in
                try item.openString(generation: record.generation, keys: keys)
            }
        }
    }
}
