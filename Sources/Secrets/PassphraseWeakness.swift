/// Why a passphrase is easy to guess, as far as a glance can tell: its length, what repeats in it, and whether it is one of those that
/// are tried first. It proves nothing: what is not found weak may be weak all the same.
package enum PassphraseWeakness: Hashable, Sendable, CaseIterable {
    /// It is one of the words that are tried first, with something before or behind it at most.
    case common
    /// It repeats a few characters, or counts on.
    case repetitive
    /// It is too short for what it is made of.
    case short

    /// The least number of guesses, as a power of two, that is not called weak.
    package static let leastBits = 45.0

    /// What is weak about a passphrase; `nil` where nothing was found.
    package static func of(_ text: borrowing SecretBytes) -> PassphraseWeakness? {
        text.withBytes { bytes in
            if CommonPassphrase.isThere(bytes) { return .common }
            let steps = steps(bytes)
            if steps * 2 <= bytes.count { return bits(bytes, steps) < leastBits ? .repetitive : nil }
            return bits(bytes, steps) < leastBits ? .short : nil
        }
    }

    /// How many characters do not follow from those before: as the same one, the next one, or as what stood a few characters back.
    private static func steps(_ bytes: Span<UInt8>) -> Int {
        var count = 0
        for place in bytes.indices {
            // The bytes that continue a character of UTF-8 are none of their own.
            if bytes[place] & 0xC0 == 0x80 { continue }
            guard place > 1 else {
                count += 1
                continue
            }
            let step = Int(bytes[place]) - Int(bytes[place - 1])
            let isRun = abs(step) <= 1 && step == Int(bytes[place - 1]) - Int(bytes[place - 2])
            let isRepeated = (2...8).contains { back in
                place >= 2 * back - 1
                    && (0..<back).allSatisfy { bytes[place - $0] == bytes[max(place - $0 - back, 0)] }
            }
            if !isRun && !isRepeated { count += 1 }
        }
        return count
    }

    /// The guesses, as a power of two: characters of the kinds that are there, or words where it is made of words.
    private static func bits(_ bytes: Span<UInt8>, _ steps: Int) -> Double {
        var kinds: Set<Kind> = []
        for place in bytes.indices { kinds.insert(Kind(bytes[place])) }
        let characters = Double(steps) * kinds.reduce(0) { $0 + $1.size }.bits
        guard kinds.isSubset(of: [.lower, .space]) else { return characters }
        let words = words(bytes)
        return words < 2 ? characters : min(characters, Double(words) * 12.9)
    }

    /// How many words of three letters and more there are between spaces.
    private static func words(_ bytes: Span<UInt8>) -> Int {
        var (count, length) = (0, 0)
        for place in bytes.indices {
            length = Kind(bytes[place]) == .space ? 0 : length + 1
            if length == 3 { count += 1 }
        }
        return count
    }

    private enum Kind: Hashable {
        case lower, upper, digit, space, sign, other

        init(_ byte: UInt8) {
            switch byte {
            case 0x61...0x7A: self = .lower
            case 0x41...0x5A: self = .upper
            case 0x30...0x39: self = .digit
            case 0x20, 0x2D, 0x2E, 0x5F: self = .space
            case 0x21...0x7E: self = .sign
            default: self = .other
            }
        }

        /// How many characters of the kind people choose from.
        var size: Double {
            switch self {
            case .lower, .upper: 26
            case .digit: 10
            case .space: 4
            case .sign: 29
            case .other: 100
            }
        }
    }
}

extension Double {
    /// As a power of two, rounded down to a quarter; without the mathematical library, which nothing else needs.
    fileprivate var bits: Double {
        var (value, bits) = (self, 0.0)
        while value >= 2 { (value, bits) = (value / 2, bits + 1) }
        if value >= 1.4142 { (value, bits) = (value / 1.4142, bits + 0.5) }
        return value >= 1.1892 ? bits + 0.25 : bits
    }
}
