/// The place in a JSON text, and the steps that move it on.
struct JSONScanner {
    private(set) var place = 0

    mutating func skipSpace(_ bytes: Span<UInt8>) {
        while let next = peek(bytes), next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 {
            place += 1
        }
    }

    mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(ScannedJSON.Fault) -> ScannedJSON {
        guard depth <= ScannedJSON.depthLimit else { throw .tooDeep }
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

    private mutating func word(_ word: StaticString, _ value: ScannedJSON, _ bytes: Span<UInt8>)
        throws(ScannedJSON.Fault)
        -> ScannedJSON
    {
        for character in word.description.utf8 {
            guard take(character, bytes) else { throw .malformed }
        }
        return value
    }

    private mutating func object(_ bytes: Span<UInt8>, depth: Int) throws(ScannedJSON.Fault) -> ScannedJSON {
        place += 1
        var members: [String: ScannedJSON] = [:]
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

    private mutating func array(_ bytes: Span<UInt8>, depth: Int) throws(ScannedJSON.Fault) -> ScannedJSON {
        place += 1
        var elements: [ScannedJSON] = []
        skipSpace(bytes)
        if take(UInt8(ascii: "]"), bytes) { return .array(elements) }
        repeat {
            elements.append(try value(bytes, depth: depth + 1))
            skipSpace(bytes)
        } while take(UInt8(ascii: ","), bytes)
        guard take(UInt8(ascii: "]"), bytes) else { throw .malformed }
        return .array(elements)
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(ScannedJSON.Fault) -> ScannedJSON {
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

    private mutating func digits(_ bytes: Span<UInt8>) throws(ScannedJSON.Fault) {
        let start = place
        while let next = peek(bytes), (0x30...0x39).contains(next) { place += 1 }
        guard place > start else { throw .malformed }
    }

    private mutating func string(_ bytes: Span<UInt8>) throws(ScannedJSON.Fault) -> ScannedJSON {
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
