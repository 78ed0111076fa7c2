/// Is the seed of the key pair that a slot is sealed to, derived from what opens the slot.
package enum SlotSeed: KeyPurpose {
    package static let context: StaticString = "LSslot__"
    package static let number: UInt64 = 1
}

/// The key pair of a person or a host: 32 private bytes, and what others are given of it.
///
/// The public key is written `LSPK-` and 72 hexadecimal digits: its 32 bytes, and four that tell a typing error.
package enum PersonKey {
    private static let form = PrintedKey(mark: "LSPK", name: "lockstep public key")

    /// The public key of 32 private bytes; throws `malformed` for any other length.
    package static func publicKey(of secret: borrowing SecretBytes) throws(SecretsError) -> [UInt8] {
        let root = try Key<Root>(SecretBytes(prefix: secret.count, of: secret))
        return try KeyPair(seed: root.subkey(for: SlotSeed.self)).publicKey
    }

    /// A public key as it is printed.
    package static func text(of publicKey: [UInt8]) -> String { form.text(of: publicKey) }

    /// Reads the printed form, in any case, with or without dashes and spaces. Throws `malformed` for what is none, `authentication`
    /// where its last digits do not fit the others.
    package static func publicKey(from text: String) throws(SecretsError) -> [UInt8] {
        try form.bytes(from: text)
    }
}
