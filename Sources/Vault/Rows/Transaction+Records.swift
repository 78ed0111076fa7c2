internal import Lifecycle
internal import Secrets

// Records: their items, and what their labels have of them.

/// A record with the place of its string, as its item has them.
struct StoredRecord {
    var record: Record
    /// `nil` for a tombstone.
    var cell: CellPlace?
    /// Whether its label has grants: who reads all records looks only at the labels that have any.
    var hasGrants = false

    /// Whether its label has a policy; for lists, too.
    var hasPolicy = false

    /// The numbers of the fields that say so.
    static let grantsField: UInt8 = 0x0B
    static let policyField: UInt8 = 0x0C

    init(_ record: Record, _ cell: CellPlace?) { (self.record, self.cell) = (record, cell) }

    /// Reads an item's content; the grants stand with the label.
    init(id: RecordID, _ content: [UInt8]) throws(LedgerError) {
        var (reader, last) = (Reader(content), LastScopes())
        try self.init(id: id, from: &reader, &last)
    }

    /// Does so to the end of a reader, where many are read one after the other.
    init(id: RecordID, from reader: inout Reader, _ last: inout LastScopes) throws(LedgerError) {
        var (cell, hasGrants, hasPolicy) = (CellPlace?.none, false, false)
        do throws(SecretsError) {
            record = try Record(id: id, fieldsFrom: &reader, &last) { (number, value) throws(SecretsError) in
                switch number {
                case CellPlace.field: cell = try CellPlace(from: &value)
                case StoredRecord.grantsField: hasGrants = try value.flag()
                case StoredRecord.policyField: hasPolicy = try value.flag()
                default: return false
                }
                return true
            }
        } catch { throw LedgerError(of: error, .record) }
        (self.cell, self.hasGrants, self.hasPolicy) = (cell, hasGrants, hasPolicy)
        guard (cell == nil) == (record.state == .gone) else { throw LedgerError(.altered, .record) }
    }

    var item: Item {
        var fields = record.fields
        fields[CellPlace.field] = cell?.encoded
        fields.set(StoredRecord.grantsField, flag: hasGrants)
        fields.set(StoredRecord.policyField, flag: hasPolicy)
        return Item(record.id.bytes, .record, fields.bytes)
    }

    var owner: StringOwner {
        StringOwner(id: record.id, kind: Item.Kind.record.rawValue, generation: record.generation)
    }
}

extension Record {
    /// Reads an item's content without the place of the string, for lists; `more` is told whether the label has grants.
    init(
        id: RecordID, stored reader: inout Reader, _ last: inout LastScopes, _ more: (Bool) -> Void = { _ in }
    ) throws(LedgerError) {
        var hasCell = false
        do throws(SecretsError) {
            self = try Record(id: id, fieldsFrom: &reader, &last) { (number, value) throws(SecretsError) in
                switch number {
                case CellPlace.field:
                    hasCell = true
                    value.pass()
                case StoredRecord.grantsField: more(try value.flag())
                case StoredRecord.policyField: _ = try value.flag()
                default: return false
                }
                return true
            }
        } catch { throw LedgerError(of: error, .record) }
        guard hasCell != (state == .gone) else { throw LedgerError(.altered, .record) }
    }
}

extension Transaction {
    /// Reads a record as it is stored; `nil` when there is none.
    func stored(_ id: RecordID) throws(LedgerError) -> StoredRecord? {
        guard let item = try item(id.bytes), item.kind == .record else { return nil }
        return try StoredRecord(id: id, item.content)
    }

    /// Reads a record, with the grants and the policy of its label.
    func record(_ id: RecordID) throws(LedgerError) -> Record? {
        guard var found = try stored(id)?.record else { return nil }
        if found.state != .gone, let entry = try label(found.label), entry.names(id) {
            (found.grants, found.policy) = (entry.grants, entry.policy)
        }
        return found
    }

    /// The record that a label names now.
    func record(named label: Label) throws(LedgerError) -> Record? {
        guard let entry = try self.label(label), let id = entry.current else { return nil }
        guard var found = try stored(id)?.record else { throw LedgerError(.altered, .record) }
        (found.grants, found.policy) = (entry.grants, entry.policy)
        return found
    }

    /// Seals a record with its string, under a label that is reserved for it.
    mutating func seal(_ record: Record, _ string: borrowing SecretBytes?) throws(LedgerError) {
        guard try item(record.id.bytes) == nil, var entry = try label(record.label),
            entry.reserved == record.id
        else { throw LedgerError(.conflict, .record) }
        try storeNew(record, string)
        (entry.reserved, entry.current) = (nil, record.id)
        entry.next = max(entry.next, record.generation + 1)
        if !record.grants.isEmpty { entry.grants = record.grants }
        entry.policy = record.policy ?? entry.policy
        entry.policy?.isKept = false
        if entry.policy?.isEmpty ?? false { entry.policy = nil }
        try store(entry)
    }

    /// Writes a record that is not there yet, with its string.
    mutating func storeNew(_ record: Record, _ string: borrowing SecretBytes?) throws(LedgerError) {
        var stored = StoredRecord(record, nil)
        switch string {
        case .some(let string): stored.cell = try newCell(string, of: stored.owner)
        case .none: throw LedgerError(.failed, .string)
        }
        try store(stored.item)
    }

    /// Gives a record another state.
    mutating func move(_ id: RecordID, to state: Record.State) throws(LedgerError) {
        guard var stored = try stored(id) else { throw LedgerError(.absent, .record) }
        guard stored.record.state != .gone, stored.record.state != .revoking, state != .gone else {
            throw LedgerError(.conflict, .state)
        }
        stored.record.state = state
        try store(stored.item)
    }

    /// Gives a record another label, which it has reserved, and with it all that was decided for the old one; older generations go with
    /// it. Throws `conflict` while the old label's next generation is being made.
    mutating func describe(_ id: RecordID, _ label: Label, _ theirs: String?) throws(LedgerError) {
        guard var stored = try stored(id) else { throw LedgerError(.absent, .record) }
        guard stored.record.state != .gone, stored.record.state != .revoking,
            var entry = try self.label(label), entry.owner == id || entry.reserved == id
        else { throw LedgerError(.conflict, .state) }
        if label != stored.record.label {
            // One that retires meanwhile keeps its label: another is what the label names.
            guard var old = try self.label(stored.record.label), old.current == id else {
                throw LedgerError(.conflict, .state)
            }
            guard old.reserved == nil || old.reserved == id else {
                throw LedgerError(.conflict, .reservation)
            }
            try relabel(old.retiring, as: label)
            entry.takePolicy(of: &old)
            (old.current, old.reserved) = (nil, id)
            try store(old)
            (entry.current, entry.reserved) = (id, nil)
            entry.next = max(entry.next, stored.record.generation + 1)
        }
        stored.record.label = label
        if let theirs { stored.record.token.label = theirs }
        try store(stored.item)
        try store(entry)
    }

    /// Leaves a tombstone: label, ids, times, and with a proof the receipt. A record that is gone stays as it is.
    mutating func leaveTombstone(_ id: RecordID, at time: Instant, _ proof: Proof?) throws(LedgerError) {
        guard var stored = try stored(id), stored.record.state != .gone else { return }
        if var entry = try label(stored.record.label), entry.lets(go: id) {
            // Nobody wanted it gone: what is decided for the label stays for its next token.
            if proof?.deletion == .unasked { entry.policy?.isKept = true }
            try store(entry)
        }
        if let cell = stored.cell { try free(cell) }
        stored.cell = nil
        if let proof { stored.record.receipt = try receipt(for: stored.record, proof) }
        stored.record.state = .gone
        (stored.record.grants, stored.hasGrants, stored.hasPolicy) = ([], false, false)
        (stored.record.purged, stored.record.isLeased) = (time, false)
        stored.record.token = Token(
            id: stored.record.token.id, label: "", scopes: .only([:]), created: stored.record.token.created,
            expiry: stored.record.token.expiry, prefix: "")
        try store(stored.item)
    }

    private func receipt(for record: Record, _ proof: Proof) throws(LedgerError) -> Receipt {
        let account = try account(record.account)
        let place = ReceiptStatement.Place(
            provider: account.provider, address: account.address, account: account.name.text,
            prefix: record.token.prefix, key: keyring.current.signing.publicKey)
        let bytes = ReceiptStatement(record, proof, vault: keyring.vault, at: place).signed
        return Receipt(statement: bytes, signature: keyring.current.signing.sign(bytes))
    }
}
