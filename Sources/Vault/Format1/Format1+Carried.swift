internal import Lifecycle
internal import Secrets

// Slots that a vault of format 2 carries along.

extension Format1 {
    /// The key of format 1, by a passphrase and what a carried slot holds; throws `authentication` when it is not the slot's.
    static func key(
        _ carried: [UInt8], _ kind: Slot.Kind, of vault: [UInt8], passphrase: borrowing SecretBytes
    ) throws(SecretsError) -> Key<Root> {
        try Slot(carriedKind: kind.rawValue + 16, bytes: carried).unwrap(of: vault, passphrase: passphrase)
    }

    /// The same by a key file or a recovery key.
    static func key(
        _ carried: [UInt8], _ kind: Slot.Kind, of vault: [UInt8], secret: borrowing Key<Root>
    ) throws(SecretsError) -> Key<Root> {
        try Slot(carriedKind: kind.rawValue + 16, bytes: carried).unwrap(of: vault, secret: secret)
    }
}
