package import Secrets

// Between processes. Field by field, without a list of fields in between: a listing passes a hundred thousand records on.

extension Record.State: Coded {}

extension Record: Coded {
    /// Writes all fields in their order, those of a later version last.
    package func encode(to writer: inout Writer) {
        id.encode(to: &writer)
        account.encode(to: &writer)
        label.encode(to: &writer)
        writer.number(generation)
        writer.byte(state.rawValue)
        token.encode(to: &writer)
        token.others.encode(part: &writer)
        writer.flag(nonce != nil)
        if let nonce { nonce.encode(to: &writer) }
        sealed.encode(to: &writer)
        writer.flag(purged != nil)
        if let purged { purged.encode(to: &writer) }
        writer.flag(receipt != nil)
        if let receipt { receipt.encode(to: &writer) }
        writer.flag(isLeased)
        writer.byte(UInt8(clamping: grants.count))
        for grant in grants { grant.encode(to: &writer) }
        writer.flag(policy != nil)
        if let policy { policy.encode(to: &writer) }
        others.encode(part: &writer)
    }

    /// Reads a record.
    package init(from reader: inout Reader) throws(SecretsError) {
        var last = LastScopes()
        try self.init(from: &reader, &last)
    }

    /// Does so where many are read one after the other.
    package init(from reader: inout Reader, _ last: inout LastScopes) throws(SecretsError) {
        let (id, account) = (try RecordID(from: &reader), try RecordID(from: &reader))
        let (label, generation) = (try Label(from: &reader), try reader.number() as UInt32)
        let state = try reader.choice(State.self)
        var token = try Token(from: &reader, &last)
        token.others = try NumberedFields(part: &reader)
        self.init(
            id: id, account: account, label: label, generation: generation, state: state, token: token,
            nonce: try reader.flag() ? try Nonce(from: &reader) : nil, sealed: try Instant(from: &reader),
            purged: try reader.flag() ? try Instant(from: &reader) : nil,
            receipt: try reader.flag() ? try Receipt(from: &reader) : nil)
        isLeased = try reader.flag()
        let count = try reader.byte()
        guard Int(count) <= Grant.most else { throw .malformed }
        for _ in 0..<count { grants.append(try Grant(from: &reader)) }
        policy = try reader.flag() ? try Policy(from: &reader) : nil
        others = try NumberedFields(part: &reader)
    }
}

extension Account: Coded {
    /// Writes the id, and the fields of the row.
    package func encode(to writer: inout Writer) {
        id.encode(to: &writer)
        fields.encode(part: &writer)
    }

    /// Reads an account.
    package init(from reader: inout Reader) throws(SecretsError) {
        let id = try RecordID(from: &reader)
        var part = try reader.part()
        try self.init(id: id, fields: NumberedFields(from: &part))
    }
}

extension Grant: Coded {
    /// Writes the fields that the label has of it.
    package func encode(to writer: inout Writer) { fields.encode(part: &writer) }

    /// Reads a rule.
    package init(from reader: inout Reader) throws(SecretsError) {
        var part = try reader.part()
        try self.init(fieldsFrom: &part)
    }
}

extension GrantChange: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .add(let grant): writer.choice(1, grant)
        case .remove(let place): writer.choice(2, place)
        case .clear: writer.byte(3)
        }
    }

    /// Reads a change; a place is never below 0.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .add(try Grant(from: &reader))
        case 2: self = .remove(Int(try reader.number(in: 0...Int64.max)))
        case 3: self = .clear
        default: throw .malformed
        }
    }
}

extension NumberedFields {
    /// Writes a length, and the fields.
    fileprivate func encode(part writer: inout Writer) { writer.bytes(bytes) }

    /// Reads fields of a later version; throws `later` for a critical one.
    fileprivate init(part reader: inout Reader) throws(SecretsError) {
        let outer = try reader.enter()
        if reader.left == 0 { self.init() } else { try self.init(from: &reader, knowing: []) }
        try reader.leave(outer)
    }
}
