extension UInt32: Coded {
    /// Writes 32 bits.
    package func encode(to writer: inout Writer) { writer.number(self) }
    /// Reads 32 bits.
    package init(from reader: inout Reader) throws(SecretsError) { self = try reader.number() }
}

extension UInt64: Coded {
    /// Writes 64 bits.
    package func encode(to writer: inout Writer) { writer.number(self) }
    /// Reads 64 bits.
    package init(from reader: inout Reader) throws(SecretsError) { self = try reader.number() }
}

extension Int64: Coded {
    /// Writes 64 bits.
    package func encode(to writer: inout Writer) { writer.number(self) }
    /// Reads 64 bits.
    package init(from reader: inout Reader) throws(SecretsError) { self = try reader.number() }
}

extension Int: Coded {
    /// Writes 64 bits.
    package func encode(to writer: inout Writer) { writer.number(Int64(self)) }
    /// Reads 64 bits.
    package init(from reader: inout Reader) throws(SecretsError) { self = Int(try reader.number() as Int64) }
}

// Enumerations whose cases carry nothing, but a number or a word that never changes.

extension Coded where Self: RawRepresentable<UInt8> {
    /// Writes the case's number.
    package func encode(to writer: inout Writer) { writer.byte(rawValue) }
    /// Reads the number of a case that there is.
    package init(from reader: inout Reader) throws(SecretsError) {
        guard let value = Self(rawValue: try reader.byte()) else { throw .malformed }
        self = value
    }
}

extension Coded where Self: RawRepresentable<String> {
    /// Writes the case's word.
    package func encode(to writer: inout Writer) { writer.string(rawValue) }
    /// Reads the word of a case that there is.
    package init(from reader: inout Reader) throws(SecretsError) {
        guard let value = Self(rawValue: try reader.string()) else { throw .malformed }
        self = value
    }
}

extension Writer {
    /// Appends the number of a case, and what it carries.
    package mutating func choice<each V: Coded>(_ number: UInt8, _ values: repeat each V) {
        byte(number)
        repeat (each values).encode(to: &self)
    }
}
