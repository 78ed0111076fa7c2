package import Secrets

extension Record {
    /// Writes everything but the id, which the sealed blob is bound to.
    package func encode(to writer: inout Writer) {
        account.encode(to: &writer)
        label.encode(to: &writer)
        writer.number(generation)
        writer.byte(state.rawValue)
        token.encode(to: &writer)
        writer.optional(nonce) { $1.encode(to: &$0) }
        sealed.encode(to: &writer)
        writer.optional(purged) { $1.encode(to: &$0) }
        writer.optional(receipt) {
            $0.bytes($1.statement)
            $0.bytes($1.signature)
        }
        // Where there are none nothing is written, as before there were any.
        guard !grants.isEmpty else { return }
        writer.byte(UInt8(clamping: grants.count))
        for grant in grants { grant.encode(to: &writer) }
    }

    /// Reads the record of an id.
    package init(id: RecordID, from reader: inout Reader) throws(SecretsError) {
        self.init(
            id: id, account: try RecordID(from: &reader), label: try Label(from: &reader),
            generation: try reader.number(), state: try reader.choice(State.self),
            token: try Token(from: &reader),
            nonce: try reader.optional { (reader) throws(SecretsError) in try Nonce(from: &reader) },
            sealed: try Instant(from: &reader),
            purged: try reader.optional { (reader) throws(SecretsError) in try Instant(from: &reader) },
            receipt: try reader.optional { (reader) throws(SecretsError) in
                Receipt(statement: try reader.bytes(), signature: try reader.bytes())
            })
        guard reader.left > 0 else { return }
        let count = try reader.byte()
        guard (1...Grant.most).contains(Int(count)) else { throw .malformed }
        for _ in 0..<count { grants.append(try Grant(from: &reader)) }
    }
}

extension Grant {
    /// Writes all conditions in their order.
    func encode(to writer: inout Writer) {
        for condition in [executable, unit, cgroup] { writer.optional(condition) { $0.string($1) } }
        writer.flag(isConfirmed)
    }

    /// Reads a rule.
    init(from reader: inout Reader) throws(SecretsError) {
        func condition() throws(SecretsError) -> String? {
            try reader.optional { (reader) throws(SecretsError) in try reader.string() }
        }
        self.init(
            executable: try condition(), unit: try condition(), cgroup: try condition(),
            isConfirmed: try reader.flag())
    }
}

extension Account {
    /// Writes everything but the id, which the sealed blob is bound to.
    package func encode(to writer: inout Writer) {
        name.encode(to: &writer)
        identity.encode(to: &writer)
        writer.optional(token) { $1.encode(to: &$0) }
        sealed.encode(to: &writer)
        var fields = others
        fields[Self.addressField] = address.map { Array($0.text.utf8) }
        fields.encode(to: &writer)
    }

    /// Critical: who does not know it would send the provisioning token elsewhere.
    private static let addressField = 0x01 | NumberedFields.critical

    /// Reads the account of an id.
    package init(id: RecordID, from reader: inout Reader) throws(SecretsError) {
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
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.byte(event.rawValue)
        time.encode(to: &writer)
        writer.string(label)
        // Not `optional`, which looks a generic type up each time: every hand-out writes one.
        writer.flag(token != nil)
        if let token { token.encode(to: &writer) }
        writer.flag(generation != nil)
        if let generation { writer.number(generation) }
        writer.string(detail)
        writer.flag(caller != nil)
        if let caller { caller.encode(to: &writer) }
    }

    /// Reads an entry.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.choice(AuditEntry.Event.self), time: try Instant(from: &reader),
            label: try reader.string(),
            token: try reader.optional { (reader) throws(SecretsError) in try TokenID(from: &reader) },
            generation: try reader.optional { (reader) throws(SecretsError) in try reader.number() },
            detail: try reader.string(),
            caller: try reader.optional { (reader) throws(SecretsError) in try Caller(from: &reader) })
    }
}

extension Caller {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.number(pid)
        writer.number(user)
        writer.string(executable)
        writer.string(unit)
    }

    /// Reads a caller.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            pid: try reader.number(), user: try reader.number(), executable: try reader.string(),
            unit: try reader.string())
    }
}
