internal import Secrets

/// UTF-16: every second byte is zero. Such a text is looked through a second time, without them.
enum WideText {
    /// Stands for a character that is none of a token string.
    private static let other: UInt8 = 1

    /// Whether eight bytes look like four characters of UTF-16, of either order.
    @inline(__always) static func isLikely(_ word: UInt64) -> Bool {
        if word & 0xFF00_FF00_FF00_FF00 == 0 { return isWhole(word) }
        return word & 0x00FF_00FF_00FF_00FF == 0 && isWhole(word >> 8)
    }

    /// Whether none of four lanes of 16 bits is zero.
    @inline(__always) private static func isWhole(_ word: UInt64) -> Bool {
        (word &- 0x0001_0001_0001_0001) & ~word & 0x8000_8000_8000_8000 == 0
    }

    /// So far before the first place that looks like UTF-16, and behind the last, a string may begin.
    private static let margin = 256

    /// What is found in the characters near some places that begin where it is wanted; the copy stays in guarded memory.
    static func found(
        in text: Text, near places: Range<Int>, wanted: Range<Int>, _ table: SoughtTable
    ) -> [FoundToken] {
        guard !places.isEmpty else { return [] }
        let wanted = wanted.clamped(to: places.lowerBound - margin..<places.upperBound + margin)
        let (from, end) = (wanted.lowerBound & ~1, min(text.count, wanted.upperBound + RangeSearch.ahead))
        return [0, 1].flatMap { parity -> [FoundToken] in
            let first = from + parity
            let count = max(0, end - first) / 2
            let narrow = try? SecretBytes(count: count + Text.padding) { target in
                for index in 0..<count { target[index] = character(in: text, at: first + 2 * index) }
            }
            guard let narrow = consume narrow else { return [] }
            return narrow.withBytes { bytes in
                Text.lend(bytes) { narrow in
                    let least = max(0, wanted.lowerBound - first + 1) / 2
                    let end = max(least, (wanted.upperBound - first + 1) / 2)
                    var scan = TextScan(table, narrow, wanted: least..<min(end, max(least, count)))
                    scan.run()
                    return scan.found.map { $0.widened(from: first) }
                }
            }
        }
    }

    /// The character whose other byte stands before or behind it.
    private static func character(in text: Text, at place: Int) -> UInt8 {
        let byte = text[place]
        if byte == 0 { return 0 }
        return text[place + 1] == 0 || place > 0 && text[place - 1] == 0 ? byte : other
    }
}

extension FoundToken {
    /// The same in the text of which every second byte was looked at.
    fileprivate func widened(from first: Int) -> FoundToken {
        var wide = self
        (wide.offset, wide.length) = (first + 2 * offset, 2 * length)
        wide.spelling.insert(.wide)
        return wide
    }
}
