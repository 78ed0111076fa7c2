internal import Secrets

// The constants of the vault format, version 1; `Docs/VaultFormat.md` describes each.

/// The numbers in the header of the file.
enum Format {
    /// `LKST`, in the header field that SQLite gives to applications.
    static let application: Int64 = 0x4C4B_5354
    /// The version of the format, in `user_version`.
    static let version: Int64 = 1
}

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

/// The subkeys of an unlocked vault, in guarded memory.
final class Keys {
    let vault: [UInt8]
    let records: Key<Records>
    let names: Key<Names>
    let journal: Key<Journal>
    let audit: Key<Audit>
    let integrity: Key<Integrity>
    let heads: Key<Heads>
    let signing: SigningKey

    /// Derives them all; the vault key itself is not kept.
    init(vault: [UInt8], key: borrowing Key<Root>) throws(SecretsError) {
        self.vault = vault
        records = try key.subkey(for: Records.self)
        names = try key.subkey(for: Names.self)
        journal = try key.subkey(for: Journal.self)
        audit = try key.subkey(for: Audit.self)
        integrity = try key.subkey(for: Integrity.self)
        heads = try key.subkey(for: Heads.self)
        signing = try SigningKey(seed: try key.subkey(for: Signing.self))
    }

    /// Takes keys that were derived before.
    init(
        vault: [UInt8], records: consuming Key<Records>, names: consuming Key<Names>,
        journal: consuming Key<Journal>,
        audit: consuming Key<Audit>, signing: consuming SigningKey, integrity: consuming Key<Integrity>,
        heads: consuming Key<Heads>
    ) {
        self.vault = vault
        self.records = records
        self.names = names
        self.journal = journal
        self.audit = audit
        self.signing = signing
        self.integrity = integrity
        self.heads = heads
    }
}
