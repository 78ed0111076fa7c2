internal import Lifecycle
internal import Secrets

// Generations: the tokens that follow each other under one label.

extension LabelEntry {
    /// Takes a record out, whatever the label has of it; returns whether it had any of it.
    mutating func lets(go id: RecordID) -> Bool {
        let had = current == id || reserved == id || names(id)
        if current == id { current = nil }
        if reserved == id { reserved = nil }
        retiring.removeAll { $0.record == id }
        return had
    }
}

extension Transaction {
    /// Keeps the label of an active record for the record that comes after it.
    mutating func reserve(
        _ label: Label, for id: RecordID, after old: RecordID, _ generation: UInt32
    ) throws(LedgerError) {
        guard let record = try stored(old)?.record, record.state == .active, record.label == label else {
            throw LedgerError(.conflict, .state)
        }
        guard var entry = try self.label(label), entry.current == old, entry.next == generation else {
            throw LedgerError(.conflict, .label)
        }
        guard entry.reserved == nil else { throw LedgerError(.conflict, .reservation) }
        guard entry.retiring.count < LabelEntry.mostRetiring else {
            throw LedgerError(.conflict, .generations)
        }
        entry.reserved = id
        try store(entry)
    }

    /// Seals the next generation with its string, under a label that is kept for it: what the label names stays.
    mutating func sealNext(_ record: Record, _ string: borrowing SecretBytes?) throws(LedgerError) {
        guard try item(record.id.bytes) == nil, var entry = try label(record.label),
            entry.reserved == record.id
        else { throw LedgerError(.conflict, .record) }
        try storeNew(record, string)
        entry.next = max(entry.next, record.generation + 1)
        try store(entry)
    }

    /// Lets a label name the next generation; the one before it retires.
    mutating func succeed(_ id: RecordID, after old: RecordID) throws(LedgerError) {
        guard var next = try stored(id), next.record.state == .creating,
            var before = try stored(old), var entry = try label(next.record.label), entry.reserved == id
        else { throw LedgerError(.conflict, .state) }
        if before.record.state == .active, entry.current == old {
            before.record.state = .retiring
            try store(before.item)
            entry.retiring.append(LabelEntry.Retiring(before.record.generation, old))
        } else {
            guard entry.current == nil, before.record.wasFoundDead else {
                throw LedgerError(.conflict, .state)
            }
        }
        next.record.state = .active
        try store(next.item)
        (entry.current, entry.reserved) = (id, nil)
        try store(entry)
    }

    /// Gives older generations another label.
    mutating func relabel(_ older: [LabelEntry.Retiring], as label: Label) throws(LedgerError) {
        for one in older {
            guard var stored = try stored(one.record) else { throw LedgerError(.altered, .record) }
            stored.record.label = label
            try store(stored.item)
        }
    }

    /// The records under a label that are not gone: the one that it names, the one that comes next once it is sealed, those that retire.
    func records(under label: Label) throws(LedgerError) -> [Record] {
        guard let entry = try self.label(label) else { return [] }
        var found: [Record] = []
        for id in [entry.current, entry.reserved].compactMap(\.self) + entry.retiring.map(\.record) {
            guard var record = try stored(id)?.record, record.label == label else { continue }
            (record.grants, record.policy) = (entry.grants, entry.policy)
            found.append(record)
        }
        return found
    }
}
