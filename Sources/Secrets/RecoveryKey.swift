internal import CSodium

/// The recovery key as people keep it: `LSRK-`, 64 hexadecimal digits in groups of eight, and a ninth group that tells a typing error at
/// once, all in guarded memory.
package enum RecoveryKey {
    private static let mark = Array("LSRK".utf8)
    private static let groups = 8
    private static let digits = groups * 8
    /// The length of the written form, in characters.
    package static let length = 4 + (groups + 1) * 9
    private static let checkSize = 4

    /// What the last group says: the beginning of a hash that only the key gives.
    private static func check<P>(of key: borrowing Key<P>) -> [UInt8] {
        Array(KeyedHash.of(encoded: Array("lockstep recovery key".utf8), with: key)[..<checkSize])
    }

    /// Writes a key in its printed form.
    package static func text<P>(of key: borrowing Key<P>) throws(SecretsError) -> SecretBytes {
        let check = check(of: key)
        return try SecretBytes(count: length) { (target) throws(SecretsError) in
            for (index, character) in mark.enumerated() { target[index] = character }
            key.withBytes { bytes in
                var place = mark.count
                for index in 0..<bytes.count + check.count {
                    let byte = index < bytes.count ? bytes[index] : check[index - bytes.count]
                    if index % 4 == 0 {
                        target[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    target[place] = HexDigit.character(byte >> 4)
                    target[place + 1] = HexDigit.character(byte & 15)
                    place += 2
                }
            }
        }
    }

    /// Whether what was typed in place of a passphrase means to be a recovery key.
    package static func looksLike(_ typed: borrowing SecretBytes) -> Bool {
        typed.withBytes { bytes in
            bytes.count >= 5 && bytes[4] == UInt8(ascii: "-")
                && (0..<4).allSatisfy { bytes[$0] & 0xDF == mark[$0] }
        }
    }

    /// Reads the printed form, in any case, with or without its dashes and spaces, or without its last group, as version 1 printed it.
    ///
    /// Throws `malformed` for what is none, `authentication` where the last group does not fit: it was mistyped.
    package static func key<P>(
        from typed: borrowing SecretBytes, for purpose: P.Type
    ) throws(SecretsError) -> Key<P> {
        guard looksLike(typed) else { throw .malformed }
        var count = 0
        var check = [UInt8](repeating: 0, count: checkSize)
        let key = try Key<P>(
            SecretBytes(count: Key<P>.size) { (target) throws(SecretsError) in
                try typed.withBytes { (bytes) throws(SecretsError) in
                    for index in 4..<bytes.count where !HexDigit.isSeparator(bytes[index]) {
                        guard let value = HexDigit.value(bytes[index]), count < digits + 2 * checkSize else {
                            throw .malformed
                        }
                        if count < digits {
                            target[count / 2] = target[count / 2] << 4 | value
                        } else {
                            check[(count - digits) / 2] = check[(count - digits) / 2] << 4 | value
                        }
                        count += 1
                    }
                }
            })
        if count == digits { return key }
        guard count == digits + 2 * checkSize else { throw .malformed }
        guard RecoveryKey.check(of: key) == check else { throw .authentication }
        return key
    }

    /// Whether what was typed is a recovery key but for an error in one of its digits.
    package static func isMistyped(_ typed: borrowing SecretBytes) -> Bool {
        do throws(SecretsError) {
            _ = try key(from: typed, for: Root.self)
            return false
        } catch { return error == .authentication }
    }
}
