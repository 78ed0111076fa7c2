internal import CSodium

/// BLAKE2b-256 under a key (`crypto_generichash`): for looking up without telling, and for chains and trees.
package enum KeyedHash {
    /// The length of a hash, in bytes.
    package static let size = 32

    /// Hashes fields, each with its length in front.
    package static func of<P>(_ fields: [UInt8]..., with key: borrowing Key<P>) -> [UInt8] {
        var writer = Writer()
        for field in fields { writer.bytes(field) }
        return of(encoded: writer.bytes, with: key)
    }

    /// Hashes bytes whose encoding is already unambiguous.
    package static func of<P>(encoded bytes: [UInt8], with key: borrowing Key<P>) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: size)
        key.withBytes { key in
            unsafe key.withPointer { key, length in
                _ = unsafe crypto_generichash(&hash, size, bytes, UInt64(bytes.count), key, length)
            }
        }
        return hash
    }

    /// Hashes a secret, to recognise it again without keeping it.
    package static func of<P>(secret: borrowing SecretBytes, with key: borrowing Key<P>) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: size)
        secret.withBytes { bytes in
            key.withBytes { key in
                unsafe bytes.withPointer { bytes, count in
                    unsafe key.withPointer { key, length in
                        _ = unsafe crypto_generichash(&hash, size, bytes, UInt64(count), key, length)
                    }
                }
            }
        }
        return hash
    }
}

extension Key {
    /// The hash of a text and another key under a third (`crypto_generichash`): whoever lacks one of both keys knows nothing of it.
    package init<F, S>(
        hashing first: borrowing Key<F>, after text: StaticString, with second: borrowing Key<S>
    ) throws(SecretsError) {
        let context = text.utf8CodeUnitCount
        let message = try SecretBytes(count: context + first.bytes.count) { (target) throws(SecretsError) in
            for index in 0..<context { target[index] = unsafe text.utf8Start[index] }
            first.withBytes { for index in $0.indices { target[context + index] = $0[index] } }
        }
        bytes = try SecretBytes(count: Self.size) { (target) throws(SecretsError) in
            message.withBytes { message in
                second.withBytes { key in
                    unsafe message.withPointer { message, count in
                        unsafe key.withPointer { key, length in
                            unsafe target.withPointer { target, size in
                                _ = unsafe crypto_generichash(
                                    target, size, message, UInt64(count), key, length)
                            }
                        }
                    }
                }
            }
        }
        SecretStack.wipe()
    }
}

extension KeyedHash {
    /// The length of a mark, in bytes.
    package static let markSize = 16

    /// Hashes a secret to 128 bits under a key that is no secret: whoever has both can only try guesses of the secret.
    package static func mark(of secret: borrowing SecretBytes, under key: [UInt8]) -> [UInt8] {
        var mark = [UInt8](repeating: 0, count: markSize)
        secret.withBytes { bytes in
            unsafe bytes.withPointer { bytes, count in
                _ = unsafe crypto_generichash(&mark, markSize, bytes, UInt64(count), key, key.count)
            }
        }
        return mark
    }
}

/// BLAKE2b-128 without a key: tells damage from a wrong passphrase, and protects against nobody who means harm.
package enum Checksum {
    /// The length of a checksum, in bytes.
    package static let size = 16

    /// Sums bytes whose encoding is already unambiguous.
    package static func of(encoded bytes: [UInt8]) -> [UInt8] {
        var sum = [UInt8](repeating: 0, count: size)
        _ = unsafe crypto_generichash(&sum, size, bytes, UInt64(bytes.count), nil, 0)
        return sum
    }
}

/// Random bytes that are not secret: ids, nonces, salts.
package enum Random {
    /// Draws `count` bytes from the system's generator.
    package static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe bytes.withUnsafeMutableBytes { buffer in
            if let base = buffer.baseAddress { unsafe randombytes_buf(base, buffer.count) }
        }
        return bytes
    }
}
