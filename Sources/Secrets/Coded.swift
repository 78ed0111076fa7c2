/// A value that has a form in the one encoding.
package protocol Coded {
    /// Appends its bytes.
    func encode(to writer: inout Writer)
    /// Reads what `encode` writes, and nothing else; throws `malformed`.
    init(from reader: inout Reader) throws(SecretsError)
}

extension Coded {
    /// Its bytes.
    package var encoded: [UInt8] {
        var writer = Writer()
        encode(to: &writer)
        return writer.bytes
    }

    /// Reads a value that takes all of the bytes; throws `malformed`.
    package init(_ encoded: [UInt8]) throws(SecretsError) {
        var reader = Reader(encoded)
        try self.init(from: &reader)
        try reader.end()
    }
}

extension Writer {
    /// Appends a value.
    package mutating func value(_ value: some Coded) { value.encode(to: &self) }

    /// Appends a count (32 bits) and the values.
    package mutating func values(_ values: [some Coded]) {
        number(UInt32(values.count))
        for value in values { value.encode(to: &self) }
    }
}

extension Reader {
    /// Reads a value.
    package mutating func value<V: Coded>(_ type: V.Type = V.self) throws(SecretsError) -> V {
        try V(from: &self)
    }

    /// Reads a value that may be absent.
    package mutating func value<V: Coded>(optional type: V.Type) throws(SecretsError) -> V? {
        try flag() ? try V(from: &self) : nil
    }

    /// Reads a count and the values; no room is kept for more than there are bytes.
    package mutating func values<V: Coded>(_ type: V.Type = V.self) throws(SecretsError) -> [V] {
        let count: UInt32 = try number()
        guard Int(count) <= left else { throw .malformed }
        var values: [V] = []
        for _ in 0..<count { values.append(try V(from: &self)) }
        return values
    }
}

extension Bool: Coded {
    /// Writes 0 or 1.
    package func encode(to writer: inout Writer) { writer.flag(self) }
    /// Reads 0 or 1.
    package init(from reader: inout Reader) throws(SecretsError) { self = try reader.flag() }
}

extension String: Coded {
    /// Writes a length, and the bytes of its UTF-8.
    package func encode(to writer: inout Writer) { writer.string(self) }
    /// Reads a text that is UTF-8.
    package init(from reader: inout Reader) throws(SecretsError) { self = try reader.string() }
}

extension Array: Coded where Element: Coded {
    /// Writes how many there are, and each.
    package func encode(to writer: inout Writer) { writer.values(self) }
    /// Reads as many as are announced.
    package init(from reader: inout Reader) throws(SecretsError) { self = try reader.values() }
}

extension Optional: Coded where Wrapped: Coded {
    /// Writes a flag, and what there is.
    package func encode(to writer: inout Writer) {
        writer.flag(self != nil)
        self?.encode(to: &writer)
    }
    /// Reads a flag, and what it announces.
    package init(from reader: inout Reader) throws(SecretsError) {
        self = try reader.value(optional: Wrapped.self)
    }
}
