// A share as people keep it: `LSSH`, then eleven groups of eight hexadecimal digits. They are the set's id, how many shares it takes, which
// one this is, the value, and a CRC-32 of all that, in which no error within eight neighbouring digits goes unnoticed.

extension Share {
    private static let mark = Array("LSSH".utf8)
    private static let checkSize = 4
    private static let content = setSize + 2 + size
    private static let groups = (content + checkSize) / 4
    /// The length of the printed form, in characters.
    package static let length = mark.count + groups * 9

    /// The printed form.
    package func text() throws(SecretsError) -> SecretBytes {
        let bytes = try SecretBytes(count: Share.content + Share.checkSize) { (target) throws(SecretsError) in
            for index in set.indices { target[index] = set[index] }
            target[Share.setSize] = UInt8(threshold)
            target[Share.setSize + 1] = UInt8(number)
            value.withBytes { value in
                for index in value.indices { target[Share.setSize + 2 + index] = value[index] }
            }
            let check = Share.check(of: target.span)
            for index in 0..<Share.checkSize {
                target[Share.content + index] = UInt8(truncatingIfNeeded: check >> (24 - 8 * index))
            }
        }
        return try SecretBytes(count: Share.length) { (target) throws(SecretsError) in
            for (index, character) in Share.mark.enumerated() { target[index] = character }
            bytes.withBytes { bytes in
                for index in bytes.indices {
                    let place = Share.mark.count + index / 4 * 9 + index % 4 * 2
                    if index % 4 == 0 { target[place] = UInt8(ascii: "-") }
                    target[place + 1] = HexDigit.character(bytes[index] >> 4)
                    target[place + 2] = HexDigit.character(bytes[index] & 15)
                }
            }
        }
    }

    /// CRC-32 (IEEE 802.3, as zlib's) of the content; bit by bit, since a table would be indexed by secret bytes.
    private static func check(of bytes: Span<UInt8>) -> UInt32 {
        var check = UInt32.max
        for index in 0..<content {
            check ^= UInt32(bytes[index])
            for _ in 0..<8 { check = check >> 1 ^ 0xEDB8_8320 & (0 &- (check & 1)) }
        }
        return ~check
    }

    /// Whether what was typed means to be a share.
    package static func looksLike(_ typed: borrowing SecretBytes) -> Bool {
        typed.withBytes { start(of: mark, in: $0) != nil }
    }

    /// Reads the printed form, in any case, with or without its dashes and spaces. Lines in front of it that begin with `#` are passed over.
    ///
    /// Throws `malformed` for what is no share, `authentication` for one with a typing error.
    package convenience init(_ typed: borrowing SecretBytes) throws(SecretsError) {
        let bytes = try SecretBytes(count: Share.content + Share.checkSize) { (target) throws(SecretsError) in
            try typed.withBytes { (typed) throws(SecretsError) in
                guard let start = Share.start(of: Share.mark, in: typed) else { throw .malformed }
                var count = 0
                for index in start..<typed.count where !HexDigit.isSeparator(typed[index]) {
                    guard let digit = HexDigit.value(typed[index]), count < 2 * target.count else {
                        throw .authentication
                    }
                    target[count / 2] = target[count / 2] << 4 | digit
                    count += 1
                }
                guard count == 2 * target.count else { throw .authentication }
            }
            let check = Share.check(of: target.span)
            let typed = (0..<Share.checkSize).reduce(0) { $0 << 8 | UInt32(target[Share.content + $1]) }
            guard check == typed else { throw .authentication }
        }
        let (set, threshold, number) = bytes.withBytes { bytes in
            ((0..<Share.setSize).map { bytes[$0] }, Int(bytes[Share.setSize]), Int(bytes[Share.setSize + 1]))
        }
        let value = try SecretBytes(count: Share.size) { (target) throws(SecretsError) in
            bytes.withBytes { bytes in
                for index in target.indices { target[index] = bytes[Share.setSize + 2 + index] }
            }
        }
        try self.init(set: set, threshold: threshold, number: number, value: value)
    }

    /// Where the digits begin, behind the mark; `nil` where there is none.
    private static func start(of mark: [UInt8], in typed: Span<UInt8>) -> Int? {
        var place = 0
        while place < typed.count {
            if HexDigit.isSeparator(typed[place]) {
                place += 1
            } else if typed[place] == UInt8(ascii: "#") {
                while place < typed.count, typed[place] != UInt8(ascii: "\n") { place += 1 }
            } else {
                let isThere =
                    place + mark.count <= typed.count
                    && mark.indices.allSatisfy { typed[place + $0] & 0xDF == mark[$0] }
                return isThere ? place + mark.count : nil
            }
        }
        return nil
    }
}
