internal import Lifecycle
internal import Secrets

// Looks at all rows of a table, each verified, and none missing; what is held in memory does not grow with the vault.

extension Transaction {
    /// Hands every row of a table that the tree has to `body`, by rising key: the row, and a reader of its buffers that can open an item.
    private func eachRow(
        of table: Table, _ body: (StoredRow, inout RowReader) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var walk = try Walk(store, keyring, root: head.root)
        let rows = try store.cursor(table, after: nil, backwards: false)
        var (reader, row) = (RowReader(keyring), StoredRow())
        while let leaf = try walk.next() {
            for place in 0..<leaf.count where leaf.number(at: place) == table.rawValue {
                guard try rows.next(&row), try reader.isRow(row, at: place, of: leaf) else {
                    throw LedgerError(.altered, table == .items ? .item : .name)
                }
                try body(row, &reader)
            }
        }
        guard try !rows.next(&row) else { throw LedgerError(.altered, table == .items ? .item : .name) }
    }

    /// Hands the bytes of every record's fields to `body`, in no order. Records of a later version, whose row or fields this one must not
    /// read, are passed over, each for itself: `doctor` names them. With `isStrict` they are thrown.
    private func eachContent(
        isStrict: Bool = false, _ body: ([UInt8], inout Reader) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        try eachRow(of: .items) { (row, reader) throws(LedgerError) in
            do throws(LedgerError) {
                let content = try reader.open(row)
                guard reader.plain[0] == Item.Kind.record.rawValue else { return }
                var fields = Reader(reader.plain, in: content)
                try body(row.key, &fields)
            } catch { guard !isStrict, error.code == .newer else { throw error } }
        }
    }

    /// Hands every record to `body`, without the grants of its label, in no order; and whether that has any.
    func eachStored(
        isStrict: Bool = false, _ body: (inout Record, Bool) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var last = LastScopes()
        try eachContent(isStrict: isStrict) { (key, fields) throws(LedgerError) in
            guard let id = Record.id(key) else { return }
            var hasGrants = false
            var record = try Record(id: id, stored: &fields, &last) { hasGrants = $0 }
            try body(&record, hasGrants)
        }
    }

    /// The grants of the label of a record whose item says that there are any.
    private func grants(of id: RecordID, _ label: Label) throws(LedgerError) -> [Grant] {
        guard let entry = try self.label(label), entry.names(id) else { return [] }
        return entry.grants
    }

    /// Every record, with the grants of its label and without the policy, in no order.
    func eachRecord(_ body: (Record) throws(LedgerError) -> Void) throws(LedgerError) {
        try eachStored { (record, hasGrants) throws(LedgerError) in
            if hasGrants { record.grants = try grants(of: record.id, record.label) }
            try body(record)
        }
    }

    /// Every record with its string, in no order; a string that was altered is left out, and `doctor` names it.
    func eachString(
        _ body: (Record, borrowing SecretBytes?) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var last = LastScopes()
        try eachContent { (key, fields) throws(LedgerError) in
            guard let id = Record.id(key) else { return }
            let stored = try StoredRecord(id: id, from: &fields, &last)
            var string: SecretBytes?
            if let place = stored.cell {
                do throws(LedgerError) { string = try self.string(at: place, of: stored.owner) } catch {
                    guard error.code == .altered else { throw error }
                }
            }
            try body(stored.record, string)
        }
    }

    /// All records by label, generation and time, to be read when the look is over.
    func records() throws(LedgerError) -> SortedRecords {
        var found = SortedRecords()
        try eachContent { (key, fields) throws(LedgerError) in
            guard let id = Record.id(key) else { return }
            if let label = try found.add(id, &fields) { found.grants[id] = try grants(of: id, label) }
        }
        try decide(&found)
        found.sort()
        return found
    }

    /// So many policies are looked up label by label; for more of them one look goes through all labels.
    private static let fewPolicies = 64

    /// Adds the policies of the labels that have any.
    private func decide(_ records: inout SortedRecords) throws(LedgerError) {
        guard records.decided.count > Transaction.fewPolicies else {
            for (id, label) in records.decided {
                if let entry = try self.label(label), entry.names(id) { records.policies[id] = entry.policy }
            }
            return
        }
        try eachRow(of: .labels) { (row, _) throws(LedgerError) in
            do throws(LedgerError) {
                guard case .label(let entry) = try nameRow(row.key, row.value), entry.policy != nil else {
                    return
                }
                if let id = entry.current { records.policies[id] = entry.policy }
                for older in entry.retiring { records.policies[older.record] = entry.policy }
            } catch { guard error.code == .newer else { throw error } }
        }
    }
}
