package import Secrets

/// The fields of a structure that a later version may add to: a number and its bytes each, by rising number.
///
/// A number with its highest bit set is critical: whoever does not know it refuses the structure. Any other unknown field is kept
/// byte for byte when the structure is written again.
package struct NumberedFields: Hashable, Sendable {
    /// The bit that makes a field critical.
    package static let critical: UInt8 = 0x80
    /// The fields as they are written: a number, a length of 32 bits, the bytes.
    private var encoded: [UInt8] = []

    /// Starts without any field.
    package init() {}

    /// Whether there is none.
    package var isEmpty: Bool { encoded.isEmpty }

    /// The bytes of a field; `nil` when it is absent.
    package subscript(number: UInt8) -> [UInt8]? {
        get {
            guard var reader = reader(of: number) else { return nil }
            return reader.rest()
        }
        set {
            let place = place(of: number)
            guard let newValue else { return encoded.removeSubrange(place) }
            var writer = Writer()
            writer.byte(number)
            writer.bytes(newValue)
            encoded.replaceSubrange(place, with: writer.bytes)
        }
    }

    /// A reader of a field's bytes; `nil` when it is absent.
    package func reader(of number: UInt8) -> Reader? {
        let place = place(of: number)
        return place.isEmpty ? nil : Reader(encoded, in: place.lowerBound + 5..<place.upperBound)
    }

    /// Sets a field to what is written.
    package mutating func set(_ number: UInt8, _ write: (inout Writer) -> Void) {
        var writer = Writer()
        write(&writer)
        self[number] = writer.bytes
    }

    /// Writes each field; nothing where there is none.
    package func encode(to writer: inout Writer) { writer.raw(encoded) }

    /// The fields as bytes.
    package var bytes: [UInt8] { encoded }

    /// A reader of all fields.
    package var reader: Reader { Reader(encoded) }

    /// Puts a field behind those that are there, whose numbers are all lower.
    fileprivate mutating func append(_ number: UInt8, _ value: [UInt8]) {
        var writer = Writer(capacity: 5 + value.count)
        writer.byte(number)
        writer.bytes(value)
        encoded += writer.bytes
    }

    /// Reads fields up to the end; throws `malformed` for numbers that do not rise.
    package init(from reader: inout Reader) throws(SecretsError) {
        var ahead = reader
        var last: UInt8?
        while ahead.left > 0 {
            let number = try ahead.byte()
            guard last.map({ $0 < number }) ?? true else { throw .malformed }
            _ = try ahead.part()
            last = number
        }
        encoded = reader.rest()
    }

    /// Does so, and throws `later` for a critical field that is not known.
    package init(from reader: inout Reader, knowing known: [UInt8]) throws(SecretsError) {
        try self.init(from: &reader)
        _ = try others(knowing: known)
    }

    /// The fields that are not known, for keeping; throws `later` when one is critical.
    package func others(knowing known: [UInt8]) throws(SecretsError) -> NumberedFields {
        var others = NumberedFields()
        var start = 0
        while start < encoded.count {
            let (number, end) = (encoded[start], self.end(from: start))
            if !known.contains(number) {
                guard number & Self.critical == 0 else { throw .later }
                others.encoded += encoded[start..<end]
            }
            start = end
        }
        return others
    }

    /// Where a field is, or would be.
    private func place(of number: UInt8) -> Range<Int> {
        var start = 0
        while start < encoded.count, encoded[start] < number { start = end(from: start) }
        return start..<(start < encoded.count && encoded[start] == number ? end(from: start) : start)
    }

    private func end(from start: Int) -> Int {
        start + 5 + encoded[start + 1..<start + 5].reduce(0) { $0 << 8 | Int($1) }
    }
}

extension NumberedFields {
    /// Reads a field to its end; `nil` when it is absent.
    package func value<V>(
        _ number: UInt8, _ read: (inout Reader) throws(SecretsError) -> V
    ) throws(SecretsError) -> V? {
        guard var reader = reader(of: number) else { return nil }
        let value = try read(&reader)
        try reader.end()
        return value
    }

    /// Reads a field that has to be there; throws `malformed` when it is absent.
    package func required<V>(
        _ number: UInt8, _ read: (inout Reader) throws(SecretsError) -> V
    ) throws(SecretsError) -> V {
        guard let value = try value(number, read) else { throw .malformed }
        return value
    }

    /// Reads a number of its type's width; `nil` when it is absent.
    package func number<N: FixedWidthInteger>(_ number: UInt8) throws(SecretsError) -> N? {
        try value(number) { (reader) throws(SecretsError) in try reader.number() }
    }

    /// Reads a text; empty when it is absent.
    package func text(_ number: UInt8) throws(SecretsError) -> String {
        guard var reader = reader(of: number) else { return "" }
        return try reader.text()
    }

    /// Reads a truth value; false when it is absent.
    package func flag(_ number: UInt8) throws(SecretsError) -> Bool {
        try value(number) { (reader) throws(SecretsError) in try reader.flag() } ?? false
    }

    /// Sets a text; an empty one is absent.
    package mutating func set(_ number: UInt8, text: String) {
        self[number] = text.isEmpty ? nil : Array(text.utf8)
    }

    /// Sets a truth value; false is absent.
    package mutating func set(_ number: UInt8, flag: Bool) { self[number] = flag ? [1] : nil }

    /// Sets a number, as wide as its type.
    package mutating func set(_ number: UInt8, _ value: some FixedWidthInteger) {
        set(number) { $0.number(value) }
    }
}

extension Reader {
    /// Reads fields up to the end, in one pass. `known` reads the value of a field that it knows, and says whether it did; those that it
    /// does not know are returned, for keeping. Throws `malformed` for numbers that do not rise and for values that are longer than what
    /// was read of them; `later` for a critical field that is not known, whatever else is wrong with values.
    package mutating func fields(
        _ known: (UInt8, inout Reader) throws(SecretsError) -> Bool
    ) throws(SecretsError) -> NumberedFields {
        var others = NumberedFields()
        try eachField { (number, value) throws(SecretsError) in
            if try known(number, &value) { return true }
            guard number & NumberedFields.critical == 0 else { return false }
            others.append(number, value.rest())
            return true
        }
        return others
    }

    /// Reads the value of each field; `read` says `false` of one that must be known and is not. What is wrong is thrown at the end: `later`
    /// for such a field, else what is wrong with the first value.
    package mutating func eachField(
        _ read: (UInt8, inout Reader) throws(SecretsError) -> Bool
    ) throws(SecretsError) {
        var (last, isLater, wrong) = (-1, false, SecretsError?.none)
        while left > 0 {
            let number = try byte()
            guard Int(number) > last else { throw .malformed }
            last = Int(number)
            // Not a reader of its own: there are a dozen in each of a hundred thousand records.
            let outer = try enter()
            let end = bound
            do throws(SecretsError) {
                if try read(number, &self) {
                    try leave(outer)
                    continue
                }
                isLater = true
            } catch { wrong = wrong ?? error }
            leave(outer, from: end)
        }
        if isLater { throw .later }
        if let wrong { throw wrong }
    }
}
