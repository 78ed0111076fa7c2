internal import CSodium

/// The recovery key as people keep it: `LSRK-` and 64 hexadecimal digits in groups of eight, all in guarded memory.
package enum RecoveryKey {
    private static let mark = Array("LSRK".utf8)
    private static let groups = 8
    /// The length of the written form, in characters.
    package static let length = 4 + groups * 9

    /// Writes a key in its printed form.
    package static func text<P>(of key: borrowing Key<P>) throws(SecretsError) -> SecretBytes {
        try SecretBytes(count: length) { (target) throws(SecretsError) in
            for (index, character) in mark.enumerated() { target[index] = character }
            key.withBytes { bytes in
                var place = mark.count
                for index in bytes.indices {
                    if index % 4 == 0 {
                        target[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    target[place] = digit(bytes[index] >> 4)
                    target[place + 1] = digit(bytes[index] & 15)
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

    /// Reads the printed form, in any case, with or without its dashes and spaces; throws `malformed`.
    package static func key<P>(
        from typed: borrowing SecretBytes, for purpose: P.Type
    ) throws(SecretsError) -> Key<P> {
        guard looksLike(typed) else { throw .malformed }
        return try Key<P>(
            SecretBytes(count: Key<P>.size) { (target) throws(SecretsError) in
                var digits = 0
                try typed.withBytes { (bytes) throws(SecretsError) in
                    for index in 4..<bytes.count where !separator(bytes[index]) {
                        guard let value = value(bytes[index]), digits < 64 else { throw .malformed }
                        target[digits / 2] = target[digits / 2] << 4 | value
                        digits += 1
                    }
                }
                guard digits == 64 else { throw .malformed }
            })
    }

    private static func separator(_ character: UInt8) -> Bool {
        character == UInt8(ascii: "-") || character == UInt8(ascii: " ")
    }

    // Arithmetic instead of a table: the digits of a key never become an index into memory.
    private static func digit(_ value: UInt8) -> UInt8 {
        value &+ 48 &+ ((9 &- value) >> 7) &* 39
    }

    private static func value(_ character: UInt8) -> UInt8? {
        let lower = character | 0x20
        if (48...57).contains(character) { return character - 48 }
        return (97...102).contains(lower) ? lower - 87 : nil
    }
}
