internal import Lifecycle
internal import Secrets

// Looks at all rows of a table, each verified, and none missing; what is held in memory does not grow with the vault.

extension Transaction {
    /// Hands every row of one table that the tree has to `body`, by rising key.
    func each(
        _ table: Table, _ part: LedgerError.Part,
        _ body: ([UInt8], [UInt8]) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var walk = try Walk(store, keyring, root: head.root)
        let rows = try store.cursor(table, after: nil, backwards: false)
        while let leaf = try walk.next() {
            for (cell, hash) in leaf where cell.table == table {
                guard let row = try rows.next(), row.key == cell.key,
                    try keyring.hash(table, row.key, row.value) == hash
                else { throw LedgerError(.altered, part) }
                try body(row.key, row.value)
            }
        }
        guard try rows.next() == nil else { throw LedgerError(.altered, part) }
    }

    /// Every item.
    func eachItem(_ body: (Item) throws(LedgerError) -> Void) throws(LedgerError) {
        try each(.items, .item) { (key, value) throws(LedgerError) in try body(item(key, value)) }
    }

    /// Every record, without the grants of its label.
    func eachStored(_ body: (StoredRecord) throws(LedgerError) -> Void) throws(LedgerError) {
        try eachItem { (item) throws(LedgerError) in
            guard item.kind == .record, let id = RecordID(item.key) else { return }
            try body(StoredRecord(id: id, item.content))
        }
    }

    /// The grants of all labels that have any, by record.
    func grants() throws(LedgerError) -> [RecordID: [Grant]] {
        var found: [RecordID: [Grant]] = [:]
        try each(.labels, .name) { (key, value) throws(LedgerError) in
            guard case .label(let entry) = try nameRow(key, value), !entry.grants.isEmpty else { return }
            for id in [entry.current].compactMap(\.self) + entry.retiring.map(\.record) {
                found[id] = entry.grants
            }
        }
        return found
    }

    /// Every record, with the grants of its label, in no order.
    func eachRecord(_ body: (Record) throws(LedgerError) -> Void) throws(LedgerError) {
        let grants = try grants()
        try eachStored { (stored) throws(LedgerError) in
            var record = stored.record
            if record.state != .gone { record.grants = grants[record.id] ?? [] }
            try body(record)
        }
    }
}
