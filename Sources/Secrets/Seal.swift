internal import CSodium

/// What a sealed blob is bound to: fields, each with its length in front, so that no two lists read alike.
package struct AssociatedData: Sendable {
    let bytes: [UInt8]

    /// Binds `label`, which names the kind of blob, and the fields in their order.
    package init(_ label: StaticString, _ fields: [UInt8]...) {
        var writer = Writer()
        writer.string(label.description)
        for field in fields { writer.bytes(field) }
        bytes = writer.bytes
    }
}

/// XChaCha20-Poly1305-IETF with a random nonce: a sealed blob is nonce (24), ciphertext, tag (16).
///
/// Source: libsodium, "XChaCha20-Poly1305"; a 192-bit nonce may be drawn at random for any number of messages.
package enum Seal {
    /// What sealing adds to the length, in bytes.
    package static let overhead = nonceSize + tagSize
    static let nonceSize = 24
    static let tagSize = 16

    /// Seals bytes under a key, bound to the associated data.
    package static func seal<P>(
        _ plain: Span<UInt8>, with key: borrowing Key<P>, binding data: AssociatedData
    ) throws(SecretsError) -> [UInt8] {
        try Sodium.start()
        let nonce = Random.bytes(nonceSize)
        var sealed = [UInt8](repeating: 0, count: plain.count + overhead)
        sealed.replaceSubrange(..<nonceSize, with: nonce)
        let done = key.withBytes { key in
            unsafe key.withPointer { key, _ in
                unsafe plain.withPointer { plain, count in
                    unsafe sealed.withUnsafeMutableBufferPointer { sealed in
                        guard let start = sealed.baseAddress else { return Int32(-1) }
                        return unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                            start + nonceSize, nil, plain, UInt64(count),
                            data.bytes, UInt64(data.bytes.count), nil, nonce, key)
                    }
                }
            }
        }
        guard done == 0 else { throw .parameters }
        return sealed
    }

    /// Opens a sealed secret into guarded memory; throws `authentication`, and then nothing was released.
    package static func open<P>(
        _ sealed: [UInt8], with key: borrowing Key<P>, binding data: AssociatedData
    ) throws(SecretsError) -> SecretBytes {
        guard sealed.count >= overhead else { throw .authentication }
        return try SecretBytes(count: sealed.count - overhead) { (target) throws(SecretsError) in
            let done = key.withBytes { key in
                unsafe target.withPointer { target, _ in unsafe decrypt(sealed, key, data, target) }
            }
            guard done else { throw .authentication }
        }
    }

    /// Opens sealed bytes that are not a secret by themselves (metadata, journal, log) into ordinary memory.
    package static func openPlain<P>(
        _ sealed: [UInt8], with key: borrowing Key<P>, binding data: AssociatedData
    ) throws(SecretsError) -> [UInt8] {
        guard sealed.count >= overhead else { throw .authentication }
        var plain = [UInt8](repeating: 0, count: sealed.count - overhead)
        let done = key.withBytes { key in
            var target = plain.mutableSpan
            return unsafe target.withPointer { target, _ in unsafe decrypt(sealed, key, data, target) }
        }
        guard done else { throw .authentication }
        return plain
    }

    private static func decrypt(
        _ sealed: [UInt8], _ key: Span<UInt8>, _ data: AssociatedData, _ target: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        unsafe key.withPointer { key, _ in
            unsafe sealed.withUnsafeBufferPointer { sealed in
                guard let start = sealed.baseAddress else { return false }
                return unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                    target, nil, nil, start + nonceSize,
                    UInt64(sealed.count - nonceSize), data.bytes, UInt64(data.bytes.count), start, key) == 0
            }
        }
    }
}
