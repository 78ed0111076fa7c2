internal import Lifecycle
internal import Secrets

// The journal.

extension Transaction {
    /// Reads the journal: each entry verified, and as many as the head says.
    func journal() throws(LedgerError) -> [JournalRow] {
        var rows: [(key: [UInt8], value: [UInt8])] = []
        try store.scan(.operations) { (key, value) throws(LedgerError) in
            rows.append((key, value))
            return true
        }
        guard rows.count == head.operations else { throw LedgerError(.altered, .journal) }
        var found: [JournalRow] = []
        for (key, value) in rows {
            try verify(Cell(table: .operations, key: key), value, .journal)
            guard let id = OperationID(key) else { throw LedgerError(.altered, .journal) }
            found.append(JournalRow(id: id, entry: JournalEntry(try keyring.openOperation(value, key))))
        }
        return found
    }

    /// Reads one journal entry; `nil` when it is closed.
    func journalEntry(_ id: OperationID) throws(LedgerError) -> JournalEntry? {
        guard let value = try read(RowKey(.operations, id.bytes), .journal) else { return nil }
        return JournalEntry(try keyring.openOperation(value, id.bytes))
    }

    /// Writes a journal entry, or closes it with `nil`.
    mutating func journal(_ entry: JournalEntry?, as id: OperationID) throws(LedgerError) {
        let row = RowKey(.operations, id.bytes)
        let isThere = try read(row, .journal) != nil
        guard let entry else {
            guard isThere else { return }
            guard head.operations > 0 else { throw LedgerError(.altered, .journal) }
            head.operations -= 1
            return try write(row, nil)
        }
        try write(row, keyring.sealOperation(entry.bytes, id.bytes))
        if !isThere { head.operations += 1 }
    }

    /// Makes one change; `string` is what `Change.seal` seals.
    mutating func make(_ change: Change, string: borrowing SecretBytes?) throws(LedgerError) {
        switch change {
        case .reserve(let label, let id): try reserve(label, for: id)
        case .reserveNext(let label, let id, let old, let generation):
            try reserve(label, for: id, after: old, generation)
        case .release(let label, let id): try release(label, of: id)
        case .seal(let record): try seal(record, string)
        case .sealNext(let record): try sealNext(record, string)
        case .succeed(let id, let old): try succeed(id, after: old)
        case .exchange(let change): try exchange(change)
        case .move(let id, let state): try move(id, to: state)
        case .describe(let id, let label, let token): try describe(id, label, token.label)
        case .relabel(let id, let label): try describe(id, label, nil)
        case .purge(let id, let proof): try leaveTombstone(id, at: proof.refused, proof)
        case .forget(let id, let time): try leaveTombstone(id, at: time, nil)
        case .drop(let id): try journal(nil, as: id)
        case .permit(let id, let change): try permit(id, change)
        case .bind(let id, let hosts, let entry):
            try bind(id, to: hosts)
            append(entry)
        case .decide(let label, let policy, let entry):
            try decide(policy, for: label)
            append(entry)
        case .set(let name, let value, let entry):
            try set(name, to: value)
            append(entry)
        case .slots(let change): try self.change(change)
        case .note(let entry): append(entry)
        case .compared(let entry): endRestart(noting: entry)
        case .beginEpoch: try beginEpoch()
        case .endEpoch: try endEpoch()
        }
    }
}
