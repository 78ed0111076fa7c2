package import Secrets

// What version 1 of the vault format has in its rows. Nobody writes it any more.

extension Record {
    /// Reads the record of an id.
    package init(id: RecordID, format1 reader: inout Reader) throws(SecretsError) {
        self.init(
            id: id, account: try RecordID(from: &reader), label: try Label(from: &reader),
            generation: try reader.number(), state: try reader.choice(State.self),
            token: try Token(from: &reader),
            nonce: try reader.optional { (reader) throws(SecretsError) in try Nonce(from: &reader) },
            sealed: try Instant(from: &reader),
            purged: try reader.optional { (reader) throws(SecretsError) in try Instant(from: &reader) },
            receipt: try reader.optional { (reader) throws(SecretsError) in
                try Receipt(from: &reader)
            })
        guard reader.left > 0 else { return }
        let count = try reader.byte()
        guard (1...Grant.most).contains(Int(count)) else { throw .malformed }
        for _ in 0..<count { grants.append(try Grant(format1: &reader)) }
    }
}

extension Grant {
    /// Reads a rule.
    fileprivate init(format1 reader: inout Reader) throws(SecretsError) {
        func condition() throws(SecretsError) -> String? {
            try reader.optional { (reader) throws(SecretsError) in try reader.string() }
        }
        self.init(
            executable: try condition(), unit: try condition(), cgroup: try condition(),
            confirmation: try reader.flag() ? .askpass : nil)
    }
}

extension Account {
    /// Critical: who does not know it would send the provisioning token elsewhere.
    private static let addressField = 0x01 | NumberedFields.critical

    /// Reads the account of an id.
    package init(id: RecordID, format1 reader: inout Reader) throws(SecretsError) {
        self.init(
            id: id, name: try Label(from: &reader), identity: try Identity(from: &reader),
            token: try reader.optional { (reader) throws(SecretsError) in try Token(from: &reader) },
            sealed: try Instant(from: &reader))
        others = try NumberedFields(from: &reader, knowing: [Self.addressField])
        guard let bytes = others[Self.addressField] else { return }
        guard let text = String(validating: bytes, as: UTF8.self), let read = ProviderAddress(text),
            read.text == text
        else { throw .malformed }
        address = read
        others[Self.addressField] = nil
    }
}

extension AuditEntry {
    /// Reads an entry.
    package init(format1 reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.choice(AuditEntry.Event.self), time: try Instant(from: &reader),
            label: try reader.string(),
            token: try reader.optional { (reader) throws(SecretsError) in try TokenID(from: &reader) },
            generation: try reader.optional { (reader) throws(SecretsError) in try reader.number() },
            detail: try reader.string(),
            caller: try reader.optional { (reader) throws(SecretsError) in try Caller(from: &reader) })
    }
}
