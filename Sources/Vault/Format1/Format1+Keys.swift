internal import Secrets

extension Format1 {
    /// The purposes of the keys that format 1 derives from the vault key.
    enum Purpose {
        /// Seals metadata and wraps data keys.
        enum Records: KeyPurpose {
            static let context: StaticString = "LSrecord"
            static let number: UInt64 = 1
        }

        /// Hashes labels, so that they can be found and not read.
        enum Names: KeyPurpose {
            static let context: StaticString = "LSnames_"
            static let number: UInt64 = 2
        }

        /// Seals the journal.
        enum Journal: KeyPurpose {
            static let context: StaticString = "LSjournl"
            static let number: UInt64 = 3
        }

        /// Seals the audit log and hashes its chain.
        enum Audit: KeyPurpose {
            static let context: StaticString = "LSaudit_"
            static let number: UInt64 = 4
        }

        /// Is the seed of the key that signs receipts.
        enum Signing: KeyPurpose {
            static let context: StaticString = "LSsign__"
            static let number: UInt64 = 5
        }

        /// Hashes the tree over all rows.
        enum Integrity: KeyPurpose {
            static let context: StaticString = "LStree__"
            static let number: UInt64 = 6
        }

        /// Seals the head.
        enum Heads: KeyPurpose {
            static let context: StaticString = "LShead__"
            static let number: UInt64 = 7
        }

        /// Wraps the vault key: derived from a passphrase, a key file or a recovery key.
        enum Wrapping: KeyPurpose {
            static let context: StaticString = "LSwrap__"
            static let number: UInt64 = 8
        }

        /// Seals one token string; random for each.
        enum DataKey: KeyPurpose {
            static let context: StaticString = "LSdata__"
            static let number: UInt64 = 9
        }
    }

    /// The subkeys of an unlocked vault of format 1, in guarded memory.
    final class Keys {
        let vault: [UInt8]
        let records: Key<Purpose.Records>
        let names: Key<Purpose.Names>
        let journal: Key<Purpose.Journal>
        let audit: Key<Purpose.Audit>
        let integrity: Key<Purpose.Integrity>
        let heads: Key<Purpose.Heads>
        /// Verifies the receipts of format 1.
        let receiptKey: [UInt8]

        /// Derives them all; the vault key itself is not kept.
        init(vault: [UInt8], key: borrowing Key<Root>) throws(SecretsError) {
            self.vault = vault
            records = try key.subkey(for: Purpose.Records.self)
            names = try key.subkey(for: Purpose.Names.self)
            journal = try key.subkey(for: Purpose.Journal.self)
            audit = try key.subkey(for: Purpose.Audit.self)
            integrity = try key.subkey(for: Purpose.Integrity.self)
            heads = try key.subkey(for: Purpose.Heads.self)
            receiptKey = try SigningKey(seed: try key.subkey(for: Purpose.Signing.self)).publicKey
        }
    }
}
