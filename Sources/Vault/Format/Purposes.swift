internal import Secrets

// What the subkeys of an epoch are for, one key one purpose; `Docs/VaultFormat.md` describes each.

/// Seals items: records, accounts, settings.
enum Items: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 1
}

/// Seals the rows of labels and of accounts' names.
enum LabelRows: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 2
}

/// Hashes names, so that they can be found and not read.
enum Names: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 3
}

/// Seals the journal.
enum Journal: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 4
}

/// Wraps data keys.
enum DataWrapping: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 5
}

/// Seals the change log.
enum Changes: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 6
}

/// Chains the change log.
enum Chain: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 7
}

/// Hashes rows, cells and the nodes of the tree.
enum TreeHash: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 8
}

/// Seals the head.
enum Heads: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 9
}

/// Is the seed of the key that signs receipts.
enum Signing: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 10
}

/// Seals the lists of free cells.
enum FreeLists: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 14
}

/// Is the seed of the key pair that deposits are sealed to.
enum Deposits: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 15
}

/// Is the root of the first epoch of a vault that comes from format 1, derived from that vault's key.
enum Migrated: KeyPurpose {
    static let context: StaticString = "LSmigrat"
    static let number: UInt64 = 99
}

/// Seals one token string; random for each.
enum DataKey: KeyPurpose {
    static let context: StaticString = "LSdata__"
    static let number: UInt64 = 9
}

/// Commits a slot to its secret.
enum SlotCommitment: KeyPurpose {
    static let context: StaticString = "LSslot__"
    static let number: UInt64 = 2
}

/// Is what a passphrase gives a slot that takes a key file, too.
enum FirstFactor: KeyPurpose {
    static let context: StaticString = "LSslot__"
    static let number: UInt64 = 3
}

/// Seals the keyring; fresh whenever that is written, and sealed to the key pair of each slot.
enum RingKey: KeyPurpose {
    static let context: StaticString = "LSring__"
    static let number: UInt64 = 1
}
