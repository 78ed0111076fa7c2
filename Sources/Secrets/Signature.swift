internal import CSodium

/// A key that signs receipts (Ed25519), derived from the vault key; anybody can verify with the public half.
package struct SigningKey: ~Copyable, Sendable {
    /// The length of a public key, in bytes.
    package static let publicSize = 32
    /// The public key: 32 bytes, no secret.
    package let publicKey: [UInt8]
    private let pair: SecretBytes

    /// Makes the pair from a seed (`crypto_sign_seed_keypair`).
    package init<P>(seed: borrowing Key<P>) throws(SecretsError) {
        var open = [UInt8](repeating: 0, count: 32)
        pair = try SecretBytes(count: 64) { (target) throws(SecretsError) in
            seed.withBytes { seed in
                unsafe seed.withPointer { seed, _ in
                    unsafe target.withPointer { target, _ in
                        _ = unsafe crypto_sign_seed_keypair(&open, target, seed)
                    }
                }
            }
        }
        publicKey = open
    }

    /// The seed that the pair was made from: libsodium keeps it in front of the private key's bytes.
    package borrowing func seed<P>(for purpose: P.Type) throws(SecretsError) -> Key<P> {
        try Key(SecretBytes(prefix: Key<P>.size, of: pair))
    }

    /// Signs a message: 64 bytes.
    package borrowing func sign(_ message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: 64)
        pair.withBytes { pair in
            unsafe pair.withPointer { pair, _ in
                _ = unsafe crypto_sign_detached(&signature, nil, message, UInt64(message.count), pair)
            }
        }
        return signature
    }

    /// Tells whether a signature over a message was made with the private half of `publicKey`.
    package static func verify(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard signature.count == 64, publicKey.count == 32 else { return false }
        return unsafe crypto_sign_verify_detached(signature, message, UInt64(message.count), publicKey) == 0
    }
}
