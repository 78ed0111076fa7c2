internal import CSodium

/// An X25519 key pair, made from a secret: what is sealed to its public half opens with it alone.
package struct KeyPair: ~Copyable, Sendable {
    /// The size of a public key, in bytes.
    package static let size = 32
    /// The public half: 32 bytes, no secret.
    package let publicKey: [UInt8]
    private let secret: SecretBytes

    /// Makes the pair from a seed (`crypto_box_seed_keypair`).
    package init<P>(seed: borrowing Key<P>) throws(SecretsError) {
        var open = [UInt8](repeating: 0, count: KeyPair.size)
        secret = try SecretBytes(count: KeyPair.size) { (target) throws(SecretsError) in
            let result = seed.withBytes { seed in
                unsafe seed.withPointer { seed, _ in
                    unsafe target.withPointer { target, _ in
                        unsafe crypto_box_seed_keypair(&open, target, seed)
                    }
                }
            }
            guard result == 0 else { throw .parameters }
        }
        publicKey = open
    }

    /// Opens what was sealed to the public key (`crypto_box_seal_open`); throws `authentication`.
    package borrowing func open(_ sealed: [UInt8]) throws(SecretsError) -> SecretBytes {
        guard sealed.count >= SealedBox.overhead else { throw .authentication }
        return try SecretBytes(count: sealed.count - SealedBox.overhead) { (target) throws(SecretsError) in
            let result = secret.withBytes { secret in
                unsafe secret.withPointer { secret, _ in
                    unsafe target.withPointer { target, _ in
                        unsafe crypto_box_seal_open(
                            target, sealed, UInt64(sealed.count), publicKey, secret)
                    }
                }
            }
            guard result == 0 else { throw .authentication }
        }
    }
}

/// Sealing to a public key, by anybody (libsodium, "Sealed boxes": X25519, XSalsa20-Poly1305).
package enum SealedBox {
    /// What sealing adds to the length, in bytes.
    package static let overhead = 48

    /// Seals a key to a public key of 32 bytes; throws `parameters` for any other.
    package static func seal<P>(_ key: borrowing Key<P>, to publicKey: [UInt8]) throws(SecretsError)
        -> [UInt8]
    {
        try key.withBytes { (bytes) throws(SecretsError) in try seal(bytes, to: publicKey) }
    }

    /// Seals a secret to a public key of 32 bytes; throws `parameters` for any other.
    package static func seal(_ secret: borrowing SecretBytes, to publicKey: [UInt8]) throws(SecretsError)
        -> [UInt8]
    {
        try secret.withBytes { (bytes) throws(SecretsError) in try seal(bytes, to: publicKey) }
    }

    private static func seal(_ bytes: Span<UInt8>, to publicKey: [UInt8]) throws(SecretsError) -> [UInt8] {
        try Sodium.start()
        guard publicKey.count == KeyPair.size else { throw .parameters }
        var sealed = [UInt8](repeating: 0, count: bytes.count + overhead)
        let result = unsafe bytes.withPointer { bytes, count in
            unsafe crypto_box_seal(&sealed, bytes, UInt64(count), publicKey)
        }
        guard result == 0 else { throw .parameters }
        return sealed
    }
}

/// Comparing without telling where two values differ.
package enum ConstantTime {
    /// Whether two values are the same (`sodium_memcmp`); only their lengths may show.
    package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe sodium_memcmp(left, right, left.count) == 0
    }
}
