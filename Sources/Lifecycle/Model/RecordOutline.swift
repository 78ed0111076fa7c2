package import Secrets

/// What records are sorted by, read without the rest of them: of a hundred thousand records that wait to be told, only this is held
/// besides their bytes.
package struct RecordOutline {
    /// The bytes of the label.
    package private(set) var label: [UInt8] = []
    /// The generation.
    package private(set) var generation: UInt32 = 0
    /// When the string was sealed.
    package private(set) var sealed = Instant(seconds: 0)

    /// Reads fields up to the end; throws `later` where a record would, too. What else may be wrong with it shows when it is read.
    package init(
        fieldsFrom reader: inout Reader, _ more: (UInt8, inout Reader) throws(SecretsError) -> Bool
    ) throws(SecretsError) {
        _ = try reader.fields { (number, value) throws(SecretsError) in
            switch number {
            case 0x07: sealed = try Instant(from: &value)
            case 0x82: label = value.rest()
            case 0x83: generation = try value.number()
            case 0x85: try RecordOutline.pass(token: &value)
            case 0x06, 0x08, 0x09, 0x81, 0x84, 0x8B: value.pass()
            default: return try more(number, &value)
            }
            return true
        }
    }

    private static func pass(token reader: inout Reader) throws(SecretsError) {
        _ = try reader.fields { (number, value) throws(SecretsError) in
            guard number == 0x81 || (0x02...0x06).contains(number) else { return false }
            value.pass()
            return true
        }
    }
}
