internal import CSodium

/// What a key is for; a key of one purpose cannot be given where another is wanted.
package protocol KeyPurpose {
    /// The context of the derivation: exactly eight ASCII characters (`crypto_kdf_CONTEXTBYTES`).
    static var context: StaticString { get }
    /// The number of the subkey within its context.
    static var number: UInt64 { get }
}

/// The purpose of a key from which others are derived, and which does nothing else.
package enum Root: KeyPurpose {
    /// Never used to derive this key itself.
    package static let context: StaticString = "LSroot__"
    /// Never used to derive this key itself.
    package static let number: UInt64 = 0
}

/// A 256-bit key for one purpose, in guarded memory.
package struct Key<Purpose: KeyPurpose>: ~Copyable, Sendable {
    /// The size of every key, in bytes.
    package static var size: Int { 32 }

    let bytes: SecretBytes

    /// Draws a fresh key.
    package init() throws(SecretsError) {
        bytes = try SecretBytes(random: Self.size)
    }

    /// Takes 32 secret bytes as a key; throws `malformed` for any other length.
    package init(_ bytes: consuming SecretBytes) throws(SecretsError) {
        guard bytes.count == Self.size else { throw .malformed }
        self.bytes = bytes
    }

    /// The same bytes once more.
    package borrowing func copy() throws(SecretsError) -> SecretBytes {
        try SecretBytes(prefix: Self.size, of: bytes)
    }

    /// Lends the key's bytes, to be wrapped under another key.
    package borrowing func withBytes<R: ~Copyable, E: Error>(
        _ body: (Span<UInt8>) throws(E) -> R
    ) throws(E) -> R {
        try bytes.withBytes(body)
    }
}

extension Key {
    /// Whether both are the same key (`sodium_memcmp`).
    package borrowing func isEqual(to other: borrowing Key<Purpose>) -> Bool {
        bytes.withBytes { mine in
            other.bytes.withBytes { theirs in
                unsafe mine.withPointer { mine, count in
                    unsafe theirs.withPointer { theirs, _ in unsafe sodium_memcmp(mine, theirs, count) == 0 }
                }
            }
        }
    }
}

extension Key where Purpose == Root {
    /// Derives the subkey of one purpose (`crypto_kdf_derive_from_key`, BLAKE2b).
    package borrowing func subkey<P: KeyPurpose>(for purpose: P.Type) throws(SecretsError) -> Key<P> {
        try Key<P>(
            SecretBytes(count: Self.size) { (target) throws(SecretsError) in
                let result = bytes.withBytes { root in
                    unsafe root.withPointer { root, _ in
                        unsafe target.withPointer { target, size in
                            unsafe crypto_kdf_derive_from_key(
                                target, size, P.number,
                                UnsafeRawPointer(P.context.utf8Start)
                                    .assumingMemoryBound(to: CChar.self), root)
                        }
                    }
                }
                guard result == 0 else { throw .parameters }
            })
    }
}
