internal import CUnistring
internal import Secrets

/// A passphrase in Unicode's composed form (NFC), so that it is the same bytes whichever system it is typed on.
enum ComposedPassphrase {
    /// The form of what was typed, in guarded memory; what is no UTF-8 stays as it is. Throws `memory`.
    static func of(_ typed: borrowing SecretBytes) throws(SecretsError) -> SecretBytes {
        let isASCII = typed.withBytes { bytes in bytes.indices.allSatisfy { bytes[$0] < 0x80 } }
        guard !isASCII else { return try copy(typed, typed.count) }
        var length = -1
        let room = try SecretBytes(count: 3 * typed.count) { (target) throws(SecretsError) in
            length = typed.withBytes { text in
                unsafe text.withUnsafeBytes { text in
                    unsafe target.withUnsafeMutableBytes { target in unsafe compose(text, target) }
                }
            }
        }
        SecretStack.wipe()
        return length < 0 ? try copy(typed, typed.count) : try copy(room, length)
    }

    private static func compose(_ text: UnsafeRawBufferPointer, _ target: UnsafeMutableRawBufferPointer)
        -> Int
    {
        guard let source = text.baseAddress, let room = target.baseAddress else { return -1 }
        return unsafe lockstep_compose(
            source.assumingMemoryBound(to: UInt8.self), text.count, room.assumingMemoryBound(to: UInt8.self),
            target.count)
    }

    private static func copy(_ bytes: borrowing SecretBytes, _ count: Int) throws(SecretsError) -> SecretBytes
    {
        try SecretBytes(prefix: count, of: bytes)
    }
}
