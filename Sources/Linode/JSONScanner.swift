/// The place in a JSON text, and the steps that move it on.
struct JSONScanner {
    private(set) var place = 0

    mutating func skipSpace(_ bytes: Span<UInt8>) {
        while let next = peek(bytes), next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 {
            place += 1
        }
    }

    mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(JSON.Fault) -> JSON {
        guard depth <= JSON.depthLimit else { throw .tooDeep }
        skipSpace(bytes)
        switch peek(bytes) {
        case UInt8(ascii: "{"): return try object(bytes, depth: depth)
        case UInt8(ascii: "["): return try array(bytes, depth: depth)
        case UInt8(ascii: "\""): return try string(bytes)
        case UInt8(ascii: "t"): return try word("true", .bool(true), bytes)
        case UInt8(ascii: "f"): return try word("false", .bool(false), bytes)
        case UInt8(ascii: "n"): return try word("null", .null, bytes)
        default: return try number(bytes)
        }
    }

    private func peek(_ bytes: Span<UInt8>) -> UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func take(_ character: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard peek(bytes) == character else { return false }
        place += 1
        return true
    }

    private mutating func word(_ word: StaticString, _ value: JSON, _ bytes: Span<UInt8>) throws(JSON.Fault)
        -> JSON
    {
        for character in word.description.utf8 {
            guard take(character, bytes) else { throw .malformed }
        }
        return value
    }

    private mutating func object(_ bytes: Span<UInt8>, depth: Int) throws(JSON.Fault) -> JSON {
        place += 1
        var members: [String: JSON] = [:]
        skipSpace(bytes)
        if take(UInt8(ascii: "}"), bytes) { return .object(members) }
        repeat {
            skipSpace(bytes)
            guard peek(bytes) == UInt8(ascii: "\""), case .string(let range, _) = try string(bytes),
                let name = JSONScanner.decode(range, bytes), members[name] == nil
            else { throw .malformed }
            skipSpace(bytes)
            guard take(UInt8(ascii: ":"), bytes) else { throw .malformed }
            members[name] = try value(bytes, depth: depth + 1)
            skipSpace(bytes)
        } while take(UInt8(ascii: ","), bytes)
        guard take(UInt8(ascii: "}"), bytes) else { throw .malformed }
        return .object(members)
    }

    private mutating func array(_ bytes: Span<UInt8>, depth: Int) throws(JSON.Fault) -> JSON {
        place += 1
        var elements: [JSON] = []
        skipSpace(bytes)
        if take(UInt8(ascii: "]"), bytes) { return .array(elements) }
        repeat {
            elements.append(try value(bytes, depth: depth + 1))
            skipSpace(bytes)
        } while take(UInt8(ascii: ","), bytes)
        guard take(UInt8(ascii: "]"), bytes) else { throw .malformed }
        return .array(elements)
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(JSON.Fault) -> JSON {
        let start = place
        _ = take(UInt8(ascii: "-"), bytes)
        if !take(UInt8(ascii: "0"), bytes) { try digits(bytes) }
        if take(UInt8(ascii: "."), bytes) { try digits(bytes) }
        if take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) {
            if !take(UInt8(ascii: "+"), bytes) { _ = take(UInt8(ascii: "-"), bytes) }
            try digits(bytes)
        }
        return .number(start..<place)
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(JSON.Fault) {
        let start = place
        while let next = peek(bytes), (0x30...0x39).contains(next) { place += 1 }
        guard place > start else { throw .malformed }
    }

    private mutating func string(_ bytes: Span<UInt8>) throws(JSON.Fault) -> JSON {
        place += 1
        let start = place
        var escaped = false
        while let next = peek(bytes) {
            switch next {
            case UInt8(ascii: "\""):
                place += 1
                let range = start..<place - 1
                guard !escaped || JSONScanner.decode(range, bytes) != nil else { throw .malformed }
                return .string(range, escaped: escaped)
            case UInt8(ascii: "\\"):
                escaped = true
                place += 2
            case 0..<0x20: throw .malformed
            default: place += 1
            }
        }
        throw .malformed
    }
}

extension JSONScanner {
    /// The text of a range, its escapes resolved; `nil` for an escape that is none, or half a surrogate pair.
    static func decode(_ range: Range<Int>, _ bytes: Span<UInt8>) -> String? {
        var units: [UInt8] = []
        var place = range.lowerBound
        while place < range.upperBound {
            guard bytes[place] == UInt8(ascii: "\\") else {
                units.append(bytes[place])
                place += 1
                continue
            }
            guard let scalar = escape(&place, range.upperBound, bytes) else { return nil }
            units += Array(String(Character(scalar)).utf8)
        }
        return String(validating: units, as: UTF8.self)
    }

    private static let short: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
        UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]

    private static func escape(_ place: inout Int, _ end: Int, _ bytes: Span<UInt8>) -> Unicode.Scalar? {
        guard place + 1 < end else { return nil }
        let kind = bytes[place + 1]
        guard kind == UInt8(ascii: "u") else {
            place += 2
            return short[kind]
        }
        guard let first = unit(&place, end, bytes) else { return nil }
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
        guard let second = unit(&place, end, bytes), (0xDC00...0xDFFF).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private static func unit(_ place: inout Int, _ end: Int, _ bytes: Span<UInt8>) -> UInt32? {
        guard place + 6 <= end, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
        else {
            return nil
        }
        var value: UInt32 = 0
        for index in place + 2..<place + 6 {
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        place += 6
        return value
    }
}
