internal import CSodium

/// Random nonces, drawn from the system ten at a time, by one system call: one for each would cost as much as sealing.
///
/// A nonce must not be used twice under one key. So whoever forks uses a pool on in one of the two processes only.
package struct NoncePool: Sendable {
    private static let nonces = 10
    private var drawn: [UInt8] = []
    private var used = 0

    /// Starts with none.
    package init() {}

    /// The next nonce's place in `drawn`.
    fileprivate mutating func next() -> Int {
        if used + Seal.nonceSize > drawn.count {
            drawn = Random.bytes(NoncePool.nonces * Seal.nonceSize)
            used = 0
        }
        defer { used += Seal.nonceSize }
        return used
    }

    fileprivate mutating func copyNext(to target: UnsafeMutablePointer<UInt8>) {
        let place = next()
        for index in 0..<Seal.nonceSize { unsafe target[index] = drawn[place + index] }
    }
}

extension Seal {
    /// The sizes of what stands before and behind the ciphertext: nonce and tag.
    package static let gaps = (before: nonceSize, behind: tagSize)

    /// Seals a range of a buffer where it is. The nonce goes into the 24 bytes before it, the tag into the 16 behind it.
    package static func seal<P>(
        inPlace buffer: inout [UInt8], _ plain: Range<Int>, with key: borrowing Key<P>, binding data: [UInt8],
        nonces: inout NoncePool
    ) throws(SecretsError) {
        try Sodium.start()
        guard plain.lowerBound >= nonceSize, plain.upperBound + tagSize <= buffer.count else {
            throw .parameters
        }
        let done = key.withBytes { key in
            unsafe key.withPointer { key, _ in
                unsafe buffer.withUnsafeMutableBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return Int32(-1) }
                    let start = unsafe base + plain.lowerBound
                    unsafe nonces.copyNext(to: start - nonceSize)
                    return unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                        start, nil, start, UInt64(plain.count), data, UInt64(data.count), nil,
                        start - nonceSize, key)
                }
            }
        }
        guard done == 0 else { throw .parameters }
    }
}

extension Seal {
    /// Opens what is sealed from a place of a value on into a buffer that is used again and again. After a failure nothing in it means
    /// anything; throws `authentication`.
    package static func open<P>(
        _ value: [UInt8], from start: Int, into plain: inout [UInt8], with key: borrowing Key<P>,
        binding data: [UInt8]
    ) throws(SecretsError) {
        let count = value.count - start - overhead
        guard start >= 0, count >= 0 else { throw .authentication }
        if plain.count != count { plain = [UInt8](repeating: 0, count: count) }
        let done = key.withBytes { key in
            unsafe key.withPointer { key, _ in
                unsafe value.withUnsafeBufferPointer { value in
                    unsafe plain.withUnsafeMutableBufferPointer { plain in
                        guard let base = value.baseAddress else { return Int32(-1) }
                        let nonce = unsafe base + start
                        return unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                            plain.baseAddress, nil, nil, nonce + nonceSize, UInt64(count + tagSize), data,
                            UInt64(data.count), nonce, key)
                    }
                }
            }
        }
        guard done == 0 else { throw .authentication }
    }
}

extension KeyedHash {
    /// Hashes a range of a buffer and writes the hash into the same buffer.
    package static func write<P>(
        into buffer: inout [UInt8], at place: Int, of range: Range<Int>, with key: borrowing Key<P>
    ) {
        guard range.lowerBound >= 0, range.upperBound <= buffer.count, place >= 0,
            place + size <= buffer.count
        else { preconditionFailure("beyond the buffer") }
        key.withBytes { key in
            unsafe key.withPointer { key, length in
                unsafe buffer.withUnsafeMutableBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return }
                    // The hash is written when all of the range was read, so it may lie within it.
                    _ = unsafe crypto_generichash(
                        base + place, size, base + range.lowerBound, UInt64(range.count), key, length)
                }
            }
        }
    }
}

extension AssociatedData {
    /// Takes the bytes of an encoded label and fields, where the same ones are wanted again and again.
    package init(encoded bytes: [UInt8]) { self.bytes = bytes }

    /// Those bytes.
    package var encoded: [UInt8] { bytes }
}

extension Writer {
    /// Lends what was written, to be changed in place.
    @inlinable
    package mutating func change<R, E: Error>(_ body: (inout [UInt8]) throws(E) -> R) throws(E) -> R {
        try body(&written)
    }
}

extension Reader {
    /// Passes over bytes.
    @inlinable
    package mutating func skip(_ count: Int) throws(SecretsError) {
        guard count >= 0, count <= left else { throw .malformed }
        offset += count
    }
}
