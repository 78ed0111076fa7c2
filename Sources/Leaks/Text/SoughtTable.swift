/// All that is looked for, as the scan needs it: a text is looked at eight bytes at a time, and what passes a bit map is looked up.
///
/// Each beginning gives patterns of 16 characters: itself, and what it becomes in Base64, by where in a group of three bytes it starts.
/// It never changes after `init`, and its memory goes with it; hence `@unchecked`.
@safe package final class SoughtTable: @unchecked Sendable {
    /// What is looked for.
    package let sought: [Sought]
    /// The key of the marks.
    let key: [UInt8]
    private let patterns: [Pattern]
    /// By a hash of its first eight characters, the number of a pattern, from 1.
    private let slots: [UInt32]
    private let slotShift: UInt64
    private let bits: UnsafeMutablePointer<UInt64>
    private let bitShift: UInt64
    /// Whether a byte stands in any pattern.
    let isInPattern: [Bool]

    /// So many words in a row, beginning at any byte of the first eight of a pattern, are in the bit map: one of them stands at a multiple
    /// of eight, wherever the pattern does.
    static let stride = 8

    /// Takes what is looked for, and the key of the marks.
    package init(_ sought: [Sought], key: [UInt8]) {
        (self.sought, self.key) = (sought, key)
        let patterns = sought.enumerated().flatMap { Pattern.all(of: $1, number: $0) }
        self.patterns = patterns
        let slotBits = SoughtTable.bits(for: patterns.count * 2, least: 4)
        let bitBits = SoughtTable.bits(for: patterns.count * 8 * 16, least: 16)
        (slotShift, bitShift) = (UInt64(64 - slotBits), UInt64(64 - bitBits))
        unsafe bits = .allocate(capacity: 1 << (bitBits - 6))
        unsafe bits.initialize(repeating: 0, count: 1 << (bitBits - 6))
        var (slots, isInPattern) = (
            [UInt32](repeating: 0, count: 1 << slotBits), [Bool](repeating: false, count: 256)
        )
        for (number, pattern) in patterns.enumerated() {
            var slot = Int(SoughtTable.spread(pattern.text.head) >> slotShift)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number + 1)
            for place in 0..<16 { isInPattern[Int(pattern.text[place])] = true }
        }
        (self.slots, self.isInPattern) = (slots, isInPattern)
        for pattern in patterns {
            for place in 0..<SoughtTable.stride { note(pattern.text.word(from: place)) }
        }
    }

    deinit { unsafe bits.deallocate() }

    private static func bits(for count: Int, least: Int) -> Int {
        max(least, Int.bitWidth - max(count - 1, 1).leadingZeroBitCount)
    }

    @inline(__always) private static func spread(_ word: UInt64) -> UInt64 { word &* 0x9E37_79B9_7F4A_7C15 }
    @inline(__always) private static func spreadAgain(_ word: UInt64) -> UInt64 {
        (word ^ word >> 29) &* 0xBF58_476D_1CE4_E5B9
    }

    private func note(_ word: UInt64) {
        for hash in [SoughtTable.spread(word) >> bitShift, SoughtTable.spreadAgain(word) >> bitShift] {
            unsafe bits[Int(hash >> 6)] |= 1 << (hash & 63)
        }
    }

    /// 1 in the lowest bit where a word may be part of a pattern; the other bits are anything.
    @inline(__always) func mayHold(_ word: UInt64) -> UInt64 {
        let hash = SoughtTable.spread(word) >> bitShift
        return unsafe bits[Int(truncatingIfNeeded: hash >> 6)] >> (hash & 63)
    }

    /// The same, asked by another hash too: of a hundred words that only seem to be part of a pattern, some are left.
    @inline(__always) func holds(_ word: UInt64) -> Bool {
        let hash = SoughtTable.spreadAgain(word) >> bitShift
        let again = unsafe bits[Int(truncatingIfNeeded: hash >> 6)] >> (hash & 63)
        return mayHold(word) & again & 1 == 1
    }

    /// Hands every pattern that a text is to `body`.
    func each(_ text: Sixteen, _ body: (Pattern) -> Void) {
        var slot = Int(SoughtTable.spread(text.head) >> slotShift)
        while slots[slot] != 0 {
            let pattern = patterns[Int(slots[slot]) - 1]
            if pattern.text == text { body(pattern) }
            slot = (slot + 1) & (slots.count - 1)
        }
    }
}
