internal import Secrets

/// Somebody who may put new tokens into the vault, and can read nothing of it.
package struct Depositor: Hashable, Sendable {
    /// The most that a vault knows.
    package static let most = 32

    /// What people call it.
    package let name: Label
    /// The public key that its deposits are signed with: 32 bytes.
    package let key: [UInt8]
    /// The account at which its tokens have to be found.
    package let account: RecordID
    /// Which labels it may use: a pattern (fnmatch(3)).
    package let labels: String
    /// Since when it is known.
    package let added: Instant
    /// Fields of a later version: kept as they are.
    private var others = NumberedFields()

    /// Describes a depositor.
    package init(_ name: Label, key: [UInt8], account: RecordID, labels: String, added: Instant) {
        (self.name, self.key, self.account) = (name, key, account)
        (self.labels, self.added) = (labels, added)
    }

    private var fields: NumberedFields {
        var fields = others
        fields.set(0x81, text: name.text)
        fields[0x82] = key
        fields[0x83] = account.bytes
        fields.set(0x84, text: labels)
        fields[0x05] = added.bytes
        return fields
    }

    private init(_ fields: NumberedFields) throws(SecretsError) {
        others = try fields.others(knowing: [0x81, 0x82, 0x83, 0x84, 0x05])
        name = try fields.label(0x81)
        key = try fields.required(0x82) { (reader) throws(SecretsError) in try reader.raw(32) }
        account = try fields.required(0x83, RecordID.init(from:))
        labels = try fields.text(0x84)
        added = try fields.required(0x05, Instant.init(from:))
    }
}

extension Depositor {
    /// The value of the setting that has them; `nil` for none.
    package static func value(_ all: [Depositor]) -> [UInt8]? {
        guard !all.isEmpty else { return nil }
        var writer = Writer()
        for depositor in all { writer.bytes(depositor.fields.bytes) }
        return writer.bytes
    }

    /// Reads what the setting has. Throws `altered`, or `newer` for what a later version has written: nobody may deposit then.
    package static func all(in value: [UInt8]?) throws(LedgerError) -> [Depositor] {
        var (reader, all) = (Reader(value ?? []), [Depositor]())
        do throws(SecretsError) {
            while reader.left > 0 {
                var fields = Reader(try reader.bytes())
                all.append(try Depositor(NumberedFields(from: &fields)))
            }
        } catch { throw LedgerError(error == .later ? .newer : .altered, .setting) }
        return all
    }
}
