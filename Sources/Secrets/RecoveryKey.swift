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

    /// Whether what was typed in place of a passphrase means to be a recovery key: the four letters, and a dash, a space or as many
    /// characters as a key may have behind them.
    package static func looksLike(_ typed: borrowing SecretBytes) -> Bool {
        typed.withBytes { bytes in
            guard let start = start(of: bytes) else { return false }
            return start < bytes.count && HexDigit.isSeparator(bytes[start]) || hasLength(bytes, from: start)
        }
    }

    /// Where the digits begin; `nil` where the four letters are not in front.
    private static func start(of bytes: Span<UInt8>) -> Int? {
        var place = 0
        while place < bytes.count, HexDigit.isSeparator(bytes[place]) { place += 1 }
        guard place + mark.count <= bytes.count,
            mark.indices.allSatisfy({ bytes[place + $0] & 0xDF == mark[$0] })
        else { return nil }
        return place + mark.count
    }

    /// Whether there are about as many characters as a key has digits, a group more or less.
    private static func hasLength(_ bytes: Span<UInt8>, from start: Int) -> Bool {
        let count = (start..<bytes.count).count { !HexDigit.isSeparator(bytes[$0]) }
        return (digits - 2 * checkSize...digits + 4 * checkSize).contains(count)
    }

    /// Reads the printed form, in any case, with or without its dashes and spaces, or without its last group, as version 1 printed it.
    ///
    /// Throws `malformed` for what is none, `authentication` for one that was mistyped: its last group does not fit, or it has a
    /// character too many, too few, or one that is no digit.
    package static func key<P>(
        from typed: borrowing SecretBytes, for purpose: P.Type
    ) throws(SecretsError) -> Key<P> {
        guard looksLike(typed) else { throw .malformed }
        let wrong = typed.withBytes { bytes in
            start(of: bytes).map { hasLength(bytes, from: $0) } == true
                ? SecretsError.authentication : .malformed
        }
        var count = 0
        var check = [UInt8](repeating: 0, count: checkSize)
        let key = try Key<P>(
            SecretBytes(count: Key<P>.size) { (target) throws(SecretsError) in
                try typed.withBytes { (bytes) throws(SecretsError) in
                    for index in (start(of: bytes) ?? 0)..<bytes.count
                    where !HexDigit.isSeparator(bytes[index]) {
                        guard let value = HexDigit.value(bytes[index]), count < digits + 2 * checkSize else {
                            throw wrong
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
        guard count == digits + 2 * checkSize else { throw wrong }
        guard RecoveryKey.check(of: key) == check else { throw .authentication }
        return key
    }

    /// Whether what was typed is a recovery key but for a typing error.
    package static func isMistyped(_ typed: borrowing SecretBytes) -> Bool {
        do throws(SecretsError) {
            _ = try key(from: typed, for: Root.self)
            return false
        } catch { return error == .authentication }
    }
}
