internal import Secrets

/// The fields behind a structure that a later version may add to: a number and its bytes each, by rising number.
///
/// A number with its highest bit set is critical: whoever does not know it refuses the structure. Any other unknown field is kept
/// byte for byte when the structure is written again.
package struct NumberedFields: Hashable, Sendable {
    /// The bit that makes a field critical.
    package static let critical: UInt8 = 0x80
    private var fields: [UInt8: [UInt8]] = [:]

    /// Starts without any field.
    package init() {}

    /// The bytes of a field; `nil` when it is absent.
    package subscript(number: UInt8) -> [UInt8]? {
        get { fields[number] }
        set { fields[number] = newValue }
    }

    /// Writes each field; nothing where there is none.
    func encode(to writer: inout Writer) {
        for (number, value) in fields.sorted(by: { $0.key < $1.key }) {
            writer.byte(number)
            writer.bytes(value)
        }
    }

    /// Reads fields up to the end; throws `malformed` for an unknown critical field, and for numbers that do not rise.
    init(from reader: inout Reader, knowing known: Set<UInt8>) throws(SecretsError) {
        var last: UInt8?
        while reader.left > 0 {
            let number = try reader.byte()
            guard last.map({ $0 < number }) ?? true, known.contains(number) || number & Self.critical == 0
            else { throw .malformed }
            fields[number] = try reader.bytes()
            last = number
        }
    }
}
