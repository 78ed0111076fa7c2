internal import Lifecycle
internal import Secrets

extension Format1 {
    /// Everything in a vault of format 1, for whoever makes it a vault of format 2: read in one snapshot, verified.
    ///
    /// All but the records is in memory: accounts, open operations, settings, and the hosts that records are bound to.
    final class Contents {
        let snapshot: Snapshot
        let accounts: [AccountRow]
        /// All settings but the hosts of records.
        let settings: [(name: String, value: [UInt8])]
        let operations: [OperationRow]
        let reservations: [Reservation]
        /// How many names lead nowhere: no record has them, and no operation speaks of them. Known once `records` has returned.
        private(set) var strayNames = 0
        private let hosts: [RecordID: [UInt8]]
        private var expectedNames: Int

        /// Reads all but the records; throws as `Snapshot` does, and `altered` at the first row that does not verify.
        init(_ connection: Connection, _ keys: Keys, newest: UInt64) throws(LedgerError) {
            snapshot = try Snapshot(connection, keys, newest: newest)
            accounts = try snapshot.accounts()
            let all = try snapshot.settings()
            var (others, hosts): ([(name: String, value: [UInt8])], [RecordID: [UInt8]]) = ([], [:])
            for setting in all {
                if let record = Contents.record(in: setting.name) {
                    hosts[record] = setting.value
                } else {
                    others.append(setting)
                }
            }
            (settings, self.hosts) = (others.sorted { $0.name < $1.name }, hosts)
            operations = try snapshot.journal()
            reservations = try snapshot.reservations(of: operations)
            expectedNames = accounts.count + all.count + reservations.count
        }

        var vault: [UInt8] { snapshot.keys.vault }
        var counter: UInt64 { snapshot.head.counter }
        var slots: Slots { snapshot.slots }
        var audit: AuditLog {
            AuditLog(
                { [connection = snapshot.connection] (after, backwards) throws(LedgerError) in
                    try SQLiteCursor(connection, .audit, after: after, backwards: backwards)
                }, snapshot.keys, rows: snapshot.head.rows, link: snapshot.head.link)
        }

        private static func record(in name: String) -> RecordID? {
            guard name.hasPrefix("hosts/") else { return nil }
            return RecordID(hex: String(name.dropFirst(6)))
        }

        /// Hands every record to `visit`, in no order, one at a time.
        ///
        /// Every row of the tree is verified on the way. Throws `altered` at the first that does not verify and, at the end, where the
        /// tables have rows that the tree does not: only then it is known that nothing is missing.
        func records(_ visit: (RecordRow) throws(LedgerError) -> Void) throws(LedgerError) {
            var (counts, named): ([Cell.Table: Int], Int) = ([:], 0)
            try snapshot.tree.walk { (cell, hash) throws(LedgerError) in
                counts[cell.table, default: 0] += 1
                switch cell.table {
                case .item:
                    guard let found = try record(cell, hash) else { return }
                    if found.isNamed { named += 1 }
                    try visit(found)
                case .name: try verifyName(cell, hash)
                case .operation, .slot: break  // read before
                }
            }
            try requireNoOthers(counts)
            strayNames = (counts[.name] ?? 0) - expectedNames - named
        }
    }
}

extension Format1.Contents {
    /// Reads an item; `nil` when it is not a record.
    private func record(_ cell: Format1.Cell, _ hash: [UInt8]) throws(LedgerError) -> Format1.RecordRow? {
        guard let id = RecordID(cell.key), let item = try snapshot.row(id),
            snapshot.tree.hash(cell, item.content) == hash
        else { throw LedgerError(.altered, .item) }
        guard item.kind == .record else { return nil }
        let record = try item.record(with: snapshot.keys)
        guard item.hasString == (record.state != .gone) else { throw LedgerError(.altered, .string) }
        let owner = record.state == .gone ? nil : try snapshot.owner(of: .record(record.label))
        return Format1.RecordRow(
            record, hosts: hosts[id], isNamed: owner == id, item: item, keys: snapshot.keys)
    }

    private func verifyName(_ cell: Format1.Cell, _ hash: [UInt8]) throws(LedgerError) {
        let owner = try snapshot.connection.blob("SELECT item FROM name WHERE hash = ?", .blob(cell.key))
        guard let owner, snapshot.tree.hash(cell, owner) == hash else { throw LedgerError(.altered, .name) }
    }

    private func requireNoOthers(_ counts: [Format1.Cell.Table: Int]) throws(LedgerError) {
        let connection = snapshot.connection
        func require(_ table: Format1.Cell.Table, _ rows: Int64?) throws(LedgerError) {
            guard rows == Int64(counts[table] ?? 0) else { throw LedgerError(.altered, .stray) }
        }
        try require(.item, connection.number("SELECT count(*) FROM item"))
        try require(.name, connection.number("SELECT count(*) FROM name"))
        try require(.operation, connection.number("SELECT count(*) FROM operation"))
        guard try connection.number("SELECT count(*) FROM vault") == 1 else {
            throw LedgerError(.altered, .stray)
        }
    }
}
