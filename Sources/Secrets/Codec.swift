/// Writes the one encoding that Lockstep uses on disk and on its pipes: big-endian numbers, lengths in front.
package struct Writer {
    @usableFromInline
    internal var written: [UInt8] = []

    /// What was written so far.
    package var bytes: [UInt8] { written }

    /// How many bytes that is.
    package var count: Int { written.count }

    /// Starts with nothing, and with room for most of what is written.
    package init() { written.reserveCapacity(96) }

    /// Starts with nothing, and with room for so many bytes.
    package init(capacity: Int) { written.reserveCapacity(capacity) }

    /// Appends one byte.
    @inlinable
    package mutating func byte(_ value: UInt8) { written.append(value) }

    /// Appends a truth value: 0 or 1.
    package mutating func flag(_ value: Bool) { byte(value ? 1 : 0) }

    /// Appends a number in big-endian order, as wide as its type.
    @inlinable
    package mutating func number<N: FixedWidthInteger>(_ value: N) {
        unsafe withUnsafeBytes(of: value.bigEndian) { unsafe written.append(contentsOf: $0) }
    }

    /// Appends 32 bits. Beside the general one, which callers in other rooms get unspecialised.
    @inlinable
    package mutating func number(_ value: UInt32) {
        // One by one: an array takes four bytes from a buffer in three times as long.
        written.append(UInt8(truncatingIfNeeded: value >> 24))
        written.append(UInt8(truncatingIfNeeded: value >> 16))
        written.append(UInt8(truncatingIfNeeded: value >> 8))
        written.append(UInt8(truncatingIfNeeded: value))
    }

    /// Appends 64 bits.
    package mutating func number(_ value: UInt64) {
        number(UInt32(truncatingIfNeeded: value >> 32))
        number(UInt32(truncatingIfNeeded: value))
    }

    /// Appends a signed number of 64 bits.
    package mutating func number(_ value: Int64) { number(UInt64(bitPattern: value)) }

    /// Appends a length (32 bits) and the bytes.
    package mutating func bytes(_ value: [UInt8]) {
        number(UInt32(value.count))
        written += value
    }

    /// Appends a text as the bytes of its UTF-8.
    package mutating func string(_ value: String) {
        number(UInt32(value.utf8.count))
        written.append(contentsOf: value.utf8)
    }

    /// Appends the bytes of a text's UTF-8, where their count is said elsewhere.
    package mutating func text(_ value: String) { written.append(contentsOf: value.utf8) }

    /// Appends bytes as they are, where their length is fixed by the format.
    package mutating func raw(_ value: [UInt8]) { written += value }

    /// Appends a flag, and the value when there is one.
    @inlinable
    package mutating func optional<V>(_ value: V?, _ write: (inout Writer, V) -> Void) {
        flag(value != nil)
        if let value { write(&self, value) }
    }
}

/// Reads that encoding strictly: anything that `Writer` would not have written is `SecretsError.malformed`.
package struct Reader {
    @usableFromInline
    internal let source: [UInt8]
    @usableFromInline
    internal var offset: Int
    @usableFromInline
    internal var limit: Int

    /// Reads from the first byte on.
    package init(_ bytes: [UInt8]) { self.init(bytes, in: 0..<bytes.count) }

    /// Reads a part of the bytes, which stay where they are.
    package init(_ bytes: [UInt8], in range: Range<Int>) {
        let range = range.clamped(to: 0..<bytes.count)
        (source, offset, limit) = (bytes, range.lowerBound, range.upperBound)
    }

    /// How many bytes are left.
    @inlinable
    package var left: Int { limit - offset }

    /// Reads bytes whose count is fixed by the format.
    package mutating func raw(_ count: Int) throws(SecretsError) -> [UInt8] {
        guard count >= 0, count <= left else { throw .malformed }
        defer { offset += count }
        return Array(source[offset..<offset + count])
    }

    /// Reads one byte.
    package mutating func byte() throws(SecretsError) -> UInt8 {
        guard left > 0 else { throw .malformed }
        defer { offset += 1 }
        return source[offset]
    }

    /// Reads a truth value; only 0 and 1 are accepted.
    package mutating func flag() throws(SecretsError) -> Bool {
        let value = try byte()
        guard value <= 1 else { throw .malformed }
        return value == 1
    }

    /// Reads a number as wide as its type.
    @inlinable
    package mutating func number<N: FixedWidthInteger>() throws(SecretsError) -> N {
        let size = N.bitWidth / 8
        guard size <= left else { throw .malformed }
        var value: N = 0
        for index in offset..<offset + size {
            value = (N.bitWidth == 8 ? 0 : value << 8) | N(truncatingIfNeeded: source[index])
        }
        offset += size
        return value
    }

    /// Reads 32 bits. Beside the general one, which callers in other rooms get unspecialised.
    package mutating func number() throws(SecretsError) -> UInt32 {
        guard left >= 4 else { throw .malformed }
        var value: UInt32 = 0
        for index in offset..<offset + 4 { value = value << 8 | UInt32(source[index]) }
        offset += 4
        return value
    }

    /// Reads 64 bits.
    package mutating func number() throws(SecretsError) -> UInt64 {
        guard left >= 8 else { throw .malformed }
        let upper: UInt32 = try number()
        let lower: UInt32 = try number()
        return UInt64(upper) << 32 | UInt64(lower)
    }

    /// Reads a signed number of 64 bits.
    package mutating func number() throws(SecretsError) -> Int64 {
        let value: UInt64 = try number()
        return Int64(bitPattern: value)
    }

    /// Reads a length and as many bytes, never more than there are.
    package mutating func bytes() throws(SecretsError) -> [UInt8] {
        let count: UInt32 = try number()
        return try raw(Int(count))
    }

    /// Reads a length, and gives as many bytes to a reader of their own.
    package mutating func part() throws(SecretsError) -> Reader {
        let count: UInt32 = try number()
        guard Int(count) <= left else { throw .malformed }
        defer { offset += Int(count) }
        return Reader(source, in: offset..<offset + Int(count))
    }

    /// Reads a length, and ends with as many bytes from here on, until `leave` is given what this returns.
    package mutating func enter() throws(SecretsError) -> Int {
        let count: UInt32 = try number()
        guard Int(count) <= left else { throw .malformed }
        defer { limit = offset + Int(count) }
        return limit
    }

    /// Goes on behind the part; throws `malformed` where not all of it was read.
    package mutating func leave(_ outer: Int) throws(SecretsError) {
        try end()
        limit = outer
    }

    /// Where what is read ends.
    package var bound: Int { limit }

    /// Goes on behind the part that ended at `bound`, whatever was read of it.
    package mutating func leave(_ outer: Int, from bound: Int) { (offset, limit) = (bound, outer) }

    /// Passes over all bytes that are left.
    package mutating func pass() { offset = limit }

    /// Reads all bytes that are left, and appends them.
    package mutating func rest(to bytes: inout [UInt8]) {
        bytes += source[offset..<limit]
        offset = limit
    }

    /// Reads all bytes that are left.
    package mutating func rest() -> [UInt8] {
        defer { offset = limit }
        return Array(source[offset..<limit])
    }

    /// A text as a span, which is looked at in a tenth of the time that a slice takes.
    private func text(at place: Range<Int>) throws(SecretsError) -> String {
        do throws(UTF8.ValidationError) {
            return String(copying: try UTF8Span(validating: source.span.extracting(place)))
        } catch { throw .malformed }
    }

    /// Reads all that is left as a text; throws `malformed` for bytes that are not UTF-8.
    package mutating func text() throws(SecretsError) -> String {
        defer { offset = limit }
        return try text(at: offset..<limit)
    }

    /// Reads a length and a text; throws `malformed` for bytes that are not UTF-8.
    package mutating func string() throws(SecretsError) -> String {
        let count: UInt32 = try number()
        guard Int(count) <= left else { throw .malformed }
        defer { offset += Int(count) }
        return try text(at: offset..<offset + Int(count))
    }

    /// Reads a value that may be absent.
    @inlinable
    package mutating func optional<V>(
        _ read: (inout Reader) throws(SecretsError) -> V
    ) throws(SecretsError) -> V? {
        try flag() ? try read(&self) : nil
    }

    /// Ends the reading; throws `malformed` when bytes are left over.
    package func end() throws(SecretsError) {
        guard left == 0 else { throw .malformed }
    }
}
