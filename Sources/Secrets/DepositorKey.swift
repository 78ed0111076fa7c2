/// Is the seed of the pair that a depositor signs with.
package enum DepositorSeed: KeyPurpose {
    package static let context: StaticString = "LSdepos_"
    package static let number: UInt64 = 1
}

/// The key pair that a depositor signs with: 32 private bytes, and what the vault's owner is given of it.
///
/// The public key is written `LSDK-` and 72 hexadecimal digits.
package enum DepositorKey {
    private static let form = PrintedKey(mark: "LSDK", name: "lockstep depositor key")

    /// The pair (Ed25519) of 32 private bytes; throws `malformed` for any other length.
    package static func pair(of secret: borrowing SecretBytes) throws(SecretsError) -> SigningKey {
        let root = try Key<Root>(SecretBytes(prefix: secret.count, of: secret))
        return try SigningKey(seed: root.subkey(for: DepositorSeed.self))
    }

    /// A public key as it is printed.
    package static func text(of publicKey: [UInt8]) -> String { form.text(of: publicKey) }

    /// Reads the printed form. Throws `malformed` for what is none, `authentication` for one that was mistyped.
    package static func publicKey(from text: String) throws(SecretsError) -> [UInt8] {
        try form.bytes(from: text)
    }
}

/// The printed form of what a depositor needs to know of a vault: `LSDT-` and hexadecimal digits, the last eight of which tell a typing
/// error.
package enum PrintedTicket {
    private static let form = PrintedKey(mark: "LSDT", name: "lockstep deposit ticket")

    /// Bytes as they are printed.
    package static func text(of bytes: [UInt8]) -> String { form.text(of: bytes) }

    /// Reads the printed form. Throws `malformed` for what is none, `authentication` for one that was mistyped.
    package static func bytes(from text: String) throws(SecretsError) -> [UInt8] {
        try form.bytes(from: text, count: nil)
    }
}
