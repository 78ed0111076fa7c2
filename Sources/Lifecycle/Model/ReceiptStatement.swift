package import Secrets

/// What a receipt says: that this token was deleted, refused and purged. It holds no secret.
package struct ReceiptStatement: Hashable, Sendable {
    /// What version 1 of the statement does not say: at which provider, of which account, and whose key signed.
    package struct Place: Hashable, Sendable {
        /// The provider's word, such as `linode`.
        package var provider: String
        /// The provider's address; `nil` for an account that was sealed before addresses were kept.
        package var address: ProviderAddress?
        /// The account's name.
        package var account: String
        /// How the token string began, as far as the provider showed it.
        package var prefix: String
        /// The public key that signed: 32 bytes.
        package var key: [UInt8]

        /// Describes a place.
        package init(
            provider: String, address: ProviderAddress?, account: String, prefix: String, key: [UInt8]
        ) {
            (self.provider, self.address, self.account) = (provider, address, account)
            (self.prefix, self.key) = (prefix, key)
        }
    }

    /// The id of the vault: 16 bytes.
    package var vault: [UInt8]
    /// The record.
    package var record: RecordID
    /// The provider's id of the token.
    package var token: TokenID
    /// The label that it had.
    package var label: Label
    /// The generation under that label.
    package var generation: UInt32
    /// What the provider said to the deletion, and when it refused the token.
    package var proof: Proof
    /// Where; `nil` in a statement of version 1.
    package var place: Place?

    /// States what became of a record.
    package init(_ record: Record, _ proof: Proof, vault: [UInt8], at place: Place) {
        (self.record, token, label) = (record.id, record.token.id, record.label)
        (generation, self.proof, self.vault) = (record.generation, proof, vault)
        self.place = place
    }

    private static let first = "lockstep receipt 1"
    private static let second = "lockstep receipt 2"

    /// The bytes that are signed, in the version that it has.
    package var signed: [UInt8] {
        var writer = Writer()
        guard let place else {
            writer.string(Self.first)
            writer.raw(vault)
            record.encode(to: &writer)
            token.encode(to: &writer)
            label.encode(to: &writer)
            writer.number(generation)
            writer.byte(proof.deletion.rawValue)
            proof.refused.encode(to: &writer)
            return writer.bytes
        }
        writer.string(Self.second)
        fields(place).encode(to: &writer)
        return writer.bytes
    }

    private func fields(_ place: Place) -> NumberedFields {
        var fields = NumberedFields()
        fields[0x01] = vault
        fields[0x02] = record.bytes
        fields.set(0x03) { token.encode(to: &$0) }
        fields.set(0x04, text: label.text)
        fields.set(0x05, generation)
        fields[0x06] = [proof.deletion.rawValue]
        fields[0x07] = proof.refused.bytes
        fields.set(0x08, text: place.provider)
        fields[0x09] = place.address.map { Array($0.text.utf8) }
        fields.set(0x0A, text: place.account)
        fields.set(0x0B, text: place.prefix)
        fields[0x0C] = place.key
        return fields
    }

    /// Reads a statement of either version; throws `later` for one of a later version.
    package init(reading bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        switch try reader.string() {
        case Self.first: try self.init(positional: &reader)
        case Self.second: try self.init(fields: try NumberedFields(from: &reader))
        case let text where text.hasPrefix("lockstep receipt "): throw .later
        default: throw .malformed
        }
    }

    private init(positional reader: inout Reader) throws(SecretsError) {
        vault = try reader.raw(16)
        (record, token) = (try RecordID(from: &reader), try TokenID(from: &reader))
        (label, generation) = (try Label(from: &reader), try reader.number())
        proof = Proof(
            deletion: try reader.choice(Proof.Deletion.self), refused: try Instant(from: &reader))
        try reader.end()
    }

    private init(fields: NumberedFields) throws(SecretsError) {
        _ = try fields.others(knowing: [])
        vault = try fields.required(0x01) { (reader) throws(SecretsError) in try reader.raw(16) }
        record = try fields.required(0x02, RecordID.init(from:))
        token = try fields.required(0x03, TokenID.init(from:))
        label = try fields.label(0x04)
        generation = try fields.required(0x05) { (reader) throws(SecretsError) in try reader.number() }
        proof = Proof(
            deletion: try fields.required(0x06) { (reader) throws(SecretsError) in
                try reader.choice(Proof.Deletion.self)
            }, refused: try fields.required(0x07, Instant.init(from:)))
        place = Place(
            provider: try fields.text(0x08), address: try fields.value(0x09, ProviderAddress.init(restOf:)),
            account: try fields.text(0x0A), prefix: try fields.text(0x0B),
            key: try fields.required(0x0C) { (reader) throws(SecretsError) in try reader.raw(32) })
    }
}
