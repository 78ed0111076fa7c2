internal import Lifecycle
internal import Secrets

// What each change of an operation means for the rows.

extension Transaction {
    /// Makes one change; `string` is what `Change.seal` seals.
    mutating func make(_ change: Change, string: borrowing SecretBytes?) throws(LedgerError) {
        switch change {
        case .reserve(let label, let id):
            try requireFree(label)
            try assign(.record(label), to: id)
        case .release(let label, let id):
            if try owner(of: .record(label)) == id { try assign(.record(label), to: nil) }
        case .seal(let record): try seal(record, string)
        case .move(let id, let state): try move(id, to: state)
        case .describe(let id, let label, let token): try describe(id, label, token.label)
        case .relabel(let id, let label): try describe(id, label, nil)
        case .purge(let id, let proof): try leaveTombstone(id, at: proof.refused, proof)
        case .forget(let id, let time): try leaveTombstone(id, at: time, nil)
        case .drop(let id): try journal(nil, as: id)
        case .permit(let id, let change): try permit(id, change)
        case .set(let name, let value, let entry):
            try set(name, to: value)
            append(entry)
        case .note(let entry): append(entry)
        case .beginEpoch, .endEpoch: throw LedgerError(.failed, .epoch)
        }
    }

    private func requireFree(_ label: Label) throws(LedgerError) {
        guard let owner = try owner(of: .record(label)) else { return }
        throw LedgerError(.conflict, try item(owner) == nil ? .reservation : .label)
    }

    /// Reads a record; throws `altered` when what stands there is none.
    func record(_ id: RecordID) throws(LedgerError) -> Record? {
        guard let item = try item(id), item.kind == .record else { return nil }
        return try record(in: item)
    }

    func record(in item: Item) throws(LedgerError) -> Record {
        try opening(.record) { () throws(SecretsError) in
            var reader = Reader(try item.opened(with: keys))
            let record = try Record(id: item.id, from: &reader)
            try reader.end()
            return record
        }
    }

    private mutating func seal(_ record: Record, _ string: borrowing SecretBytes?) throws(LedgerError) {
        guard try item(record.id) == nil, try owner(of: .record(record.label)) == record.id else {
            throw LedgerError(.conflict, .record)
        }
        var item = try sealed(record)
        switch string {
        case .some(let string):
            try opening(.record) { () throws(SecretsError) in
                try item.seal(string, generation: record.generation, keys: keys)
            }
        case .none: throw LedgerError(.failed, .string)
        }
        try store(item)
    }

    private mutating func move(_ id: RecordID, to state: Record.State) throws(LedgerError) {
        guard let item = try item(id), item.kind == .record else { throw LedgerError(.absent, .record) }
        var record = try record(in: item)
        let allowed: Bool =
            switch (record.state, state) {
            case (.gone, _), (.revoking, _): false
            default: true
            }
        guard allowed else { throw LedgerError(.conflict, .state) }
        record.state = state
        try replace(item, with: record)
    }

    private mutating func describe(_ id: RecordID, _ label: Label, _ theirs: String?) throws(LedgerError) {
        guard let item = try item(id), item.kind == .record else { throw LedgerError(.absent, .record) }
        var record = try record(in: item)
        guard record.state != .gone, record.state != .revoking, try owner(of: .record(label)) == id else {
            throw LedgerError(.conflict, .state)
        }
        record.label = label
        if let theirs { record.token.label = theirs }
        try replace(item, with: record)
    }

    private mutating func permit(_ id: RecordID, _ change: GrantChange) throws(LedgerError) {
        guard let item = try item(id), item.kind == .record else { throw LedgerError(.absent, .record) }
        var record = try record(in: item)
        guard record.state != .gone else { throw LedgerError(.absent, .record) }
        switch change {
        case .add(let grant):
            guard record.grants.count < Grant.most else { throw LedgerError(.conflict, .grant) }
            if !record.grants.contains(grant) { record.grants.append(grant) }
        case .remove(let place):
            guard record.grants.indices.contains(place) else { throw LedgerError(.absent, .grant) }
            record.grants.remove(at: place)
        case .clear: record.grants = []
        }
        try replace(item, with: record)
    }

    /// Leaves a tombstone: label, ids, times, and with a proof the receipt. A record that is gone stays as it is.
    private mutating func leaveTombstone(_ id: RecordID, at time: Instant, _ proof: Proof?)
        throws(LedgerError)
    {
        guard let item = try item(id), item.kind == .record else { return }
        var record = try record(in: item)
        guard record.state != .gone else { return }
        if try owner(of: .record(record.label)) == id { try assign(.record(record.label), to: nil) }
        record.receipt = proof.map {
            ReceiptStatement(record, $0, vault: keys.vault).signed(by: keys.signing)
        }
        record.state = .gone
        record.grants = []
        try set(.hosts(of: id), to: nil)
        record.purged = time
        record.token = Token(
            id: record.token.id, label: "", scopes: .only([:]), created: record.token.created,
            expiry: record.token.expiry, prefix: "")
        try store(try sealed(record))  // without data key and string: those are overwritten
    }

    /// Writes a record's metadata again, beside the string that it has.
    private mutating func replace(_ item: Item, with record: Record) throws(LedgerError) {
        var fresh = try sealed(record)
        fresh.dataKey = item.dataKey
        fresh.string = item.string
        try store(fresh)
    }

    private func sealed(_ record: Record) throws(LedgerError) -> Item {
        var writer = Writer()
        record.encode(to: &writer)
        return try opening(.record) { () throws(SecretsError) in
            try Item(record.id, .record, encoded: writer.bytes, keys: keys)
        }
    }
}
