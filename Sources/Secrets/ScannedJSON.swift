/// A JSON text (RFC 8259), as ranges into the buffer it was read from: no value is copied by the scanning.
package indirect enum ScannedJSON: Equatable, Sendable {
    /// No value.
    case null
    /// A truth value.
    case bool(Bool)
    /// The digits of a number.
    case number(Range<Int>)
    /// What stands between the quotes, and whether a backslash is in it.
    case string(Range<Int>, escaped: Bool)
    /// Values in order.
    case array([ScannedJSON])
    /// Values by their names.
    case object([String: ScannedJSON])

    /// Why a text is not accepted; it carries no data.
    package enum Fault: Error { case malformed, tooDeep }

    /// The deepest nesting that is accepted.
    package static let depthLimit = 32

    /// Scans a whole text, strictly: valid UTF-8, no duplicate names, no trailing comma, nothing behind it.
    package static func scan(_ bytes: Span<UInt8>) throws(Fault) -> ScannedJSON {
        guard (try? UTF8Span(validating: bytes)) != nil else { throw .malformed }
        var scanner = JSONScanner()
        let value = try scanner.value(bytes, depth: 0)
        scanner.skipSpace(bytes)
        guard scanner.place == bytes.count else { throw .malformed }
        return value
    }

    /// The member of an object; `nil` when there is none, or when this is no object.
    package func member(_ name: String) -> ScannedJSON? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The elements of an array.
    package var elements: [ScannedJSON]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// Whether it is `null`.
    package var isNull: Bool { self == .null }

    /// An integer without fraction and exponent that fits 64 bits.
    package func integer(in bytes: Span<UInt8>) -> Int64? {
        guard case .number(let range) = self else { return nil }
        var text = ""
        for index in range { text.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
        return Int64(text)
    }

    /// A text that is no secret.
    package func text(in bytes: Span<UInt8>) -> String? {
        guard case .string(let range, _) = self else { return nil }
        return JSONScanner.decode(range, bytes)
    }

    /// A truth value.
    package var truth: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// A text of at least 16 printable ASCII characters without escapes: where a token string stands.
    package func secretRange(in bytes: Span<UInt8>) -> Range<Int>? {
        guard case .string(let range, escaped: false) = self, (17...256).contains(range.count),
            range.allSatisfy({ (0x21...0x7E).contains(bytes[$0]) })
        else { return nil }
        return range
    }
}
