package import Secrets

/// What a name in the vault leads to: a label's row, or an account's.
package enum LabelRow: Hashable, Sendable {
    /// A label of tokens.
    case label(LabelEntry)
    /// The name of an account.
    case accountName(AccountName)
    /// A kind of a later version, which may be passed over.
    case other(UInt8)

    /// Writes the number of the kind and the fields. Nothing is written for a kind that is not known: its row stays as it is.
    package func encode(to writer: inout Writer) {
        switch self {
        case .label(let entry):
            writer.byte(1)
            entry.fields.encode(to: &writer)
        case .accountName(let name):
            writer.byte(2)
            name.fields.encode(to: &writer)
        case .other: break
        }
    }

    /// Reads a row to its end; throws `later` for a kind, or a field, that must not be passed over.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .label(try LabelEntry(fields: try NumberedFields(from: &reader)))
        case 2: self = .accountName(try AccountName(fields: try NumberedFields(from: &reader)))
        case let kind where kind & NumberedFields.critical == 0:
            _ = reader.rest()
            self = .other(kind)
        default: throw .later
        }
    }
}

/// The name of an account.
package struct AccountName: Hashable, Sendable {
    /// The name.
    package var name: Label
    /// The account.
    package var account: RecordID
    /// Fields of a later version: kept as they are.
    package var others = NumberedFields()

    /// Names an account.
    package init(_ name: Label, of account: RecordID) { (self.name, self.account) = (name, account) }

    /// The fields, with those of a later version.
    package var fields: NumberedFields {
        var fields = others
        fields.set(0x81, text: name.text)
        fields[0x82] = account.bytes
        return fields
    }

    /// Reads the fields.
    package init(fields: NumberedFields) throws(SecretsError) {
        others = try fields.others(knowing: [0x81, 0x82])
        (name, account) = (try fields.label(0x81), try fields.required(0x82, RecordID.init(from:)))
    }
}
