/// A key that somebody pressed.
enum KeyPress: Hashable, Sendable {
    case up, down, left, right, home, end, pageUp, pageDown
    case enter, escape, interrupt, suspend, backspace, eraseLine, back
    case character(Character)
}

/// Finds keys in what a terminal sends (ECMA-48, and the function keys of xterm).
struct KeyDecoder {
    private var bytes: [UInt8] = []

    /// Whether the beginning of a key is there, and may be all that comes: Escape by itself.
    var isWaiting: Bool { !bytes.isEmpty }

    /// The keys that are whole with these bytes.
    mutating func take(_ more: some Sequence<UInt8>) -> [KeyPress] {
        bytes += more
        var keys: [KeyPress] = []
        while let (key, length) = first() {
            if let key { keys.append(key) }
            bytes.removeFirst(length)
        }
        return keys
    }

    /// The keys once nothing more has come for a moment.
    mutating func rest() -> [KeyPress] {
        defer { bytes = [] }
        return bytes == [0x1B] ? [.escape] : []
    }

    /// The first key and how many bytes it takes, `nil` for a key without a meaning here; nothing while it is not whole.
    private func first() -> (KeyPress?, Int)? {
        guard let byte = bytes.first else { return nil }
        switch byte {
        case 0x1B: return escaped()
        case 0x03, 0x1C: return (.interrupt, 1)
        case 0x04: return (.escape, 1)
        case 0x1A: return (.suspend, 1)
        case 0x0A, 0x0D: return (.enter, 1)
        case 0x08, 0x7F: return (.backspace, 1)
        case 0x15, 0x17: return (.eraseLine, 1)
        case 0x0E: return (.down, 1)
        case 0x10: return (.up, 1)
        case 0x09: return (.right, 1)
        case ..<0x20: return (nil, 1)
        default: return character(byte)
        }
    }

    private func character(_ byte: UInt8) -> (KeyPress?, Int)? {
        let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        guard bytes.count >= length else { return nil }
        guard let text = String(validating: bytes[..<length], as: UTF8.self), let character = text.first
        else { return (nil, 1) }
        return (.character(character), length)
    }

    /// A key that begins with Escape: `ESC [` or `ESC O`, numbers, and a byte that ends it. Alt with another key means nothing.
    private func escaped() -> (KeyPress?, Int)? {
        guard bytes.count > 1 else { return nil }
        guard bytes[1] == UInt8(ascii: "[") || bytes[1] == UInt8(ascii: "O") else {
            return bytes[1] == 0x1B ? (.escape, 1) : (nil, 2)
        }
        guard let end = bytes[2...].firstIndex(where: { (0x40...0x7E).contains($0) }) else {
            return bytes.count > 16 ? (nil, bytes.count) : nil
        }
        return (KeyDecoder.named[String(decoding: bytes[2...end], as: UTF8.self)], end + 1)
    }

    private static let named: [String: KeyPress] = [
        "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "Z": .back,
        "1~": .home, "7~": .home, "4~": .end, "8~": .end, "5~": .pageUp, "6~": .pageDown,
    ]
}
