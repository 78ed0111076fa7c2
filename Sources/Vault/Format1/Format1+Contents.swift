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

        /// Hands every record to `visit`, by rising id, one at a time.
        ///
        /// Every row is verified against the tree on the way. Throws `altered` at the first that is not what the tree says and, at the end,
        /// where the tree has rows that the tables lack: only then it is known that nothing is missing.
        func records(_ visit: (RecordRow) throws(LedgerError) -> Void) throws(LedgerError) {
            var expected: [Cell: [UInt8]] = [:]
            expected.reserveCapacity(
                Int(try snapshot.connection.number("SELECT count(*) FROM name") ?? 0) * 2)
            try snapshot.tree.walk { (cell, hash) throws(LedgerError) in expected[cell] = hash }
            var (names, named) = (0, 0)
            try snapshot.connection.query("SELECT hash, item FROM name ORDER BY hash") {
                (row) throws(LedgerError) in
                let cell = Cell(table: .name, key: row.blob(0) ?? [])
                try prove(cell, row.blob(1) ?? [], by: &expected, .name)
                names += 1
            }
            try snapshot.connection.query(
                "SELECT id, kind, metadata, data_key, string FROM item ORDER BY kind, id"
            ) { (row) throws(LedgerError) in
                let item = try Item(row)
                try prove(item.cell, item.content, by: &expected, .item)
                guard item.kind == .record else { return }
                let found = try record(item)
                if found.isNamed { named += 1 }
                try visit(found)
            }
            try requireNoOthers(expected)
            strayNames = names - expectedNames - named
        }
    }
}

extension Format1.Contents {
    /// Throws `altered` unless a row is one that the tree has and that was not met before.
    private func prove(
        _ cell: Format1.Cell, _ content: [UInt8], by expected: inout [Format1.Cell: [UInt8]],
        _ part: LedgerError.Part
    ) throws(LedgerError) {
        guard let hash = expected.removeValue(forKey: cell) else { throw LedgerError(.altered, .stray) }
        guard snapshot.tree.hash(cell, content) == hash else { throw LedgerError(.altered, part) }
    }

    private func record(_ item: Format1.Item) throws(LedgerError) -> Format1.RecordRow {
        let record = try item.record(with: snapshot.keys)
        guard item.hasString == (record.state != .gone) else { throw LedgerError(.altered, .string) }
        var isNamed = false
        if record.state != .gone {
            // The names were proved before.
            let hash = Format1.Name.record(record.label).hash(with: snapshot.keys)
            let owner = try snapshot.connection.blob("SELECT item FROM name WHERE hash = ?", .blob(hash))
            isNamed = owner == item.id.bytes
        }
        return Format1.RecordRow(
            record, hosts: hosts[item.id], isNamed: isNamed, item: item, keys: snapshot.keys)
    }

    /// Throws `altered` where the tree has rows that were not met, or the tables of what was read before have more than the tree.
    private func requireNoOthers(_ left: [Format1.Cell: [UInt8]]) throws(LedgerError) {
        var operations: Int64 = 0
        for cell in left.keys {
            switch cell.table {
            case .item: throw LedgerError(.altered, .item)
            case .name: throw LedgerError(.altered, .name)
            case .operation: operations += 1
            case .slot: break
            }
        }
        let connection = snapshot.connection
        guard try connection.number("SELECT count(*) FROM operation") == operations,
            try connection.number("SELECT count(*) FROM vault") == 1
        else { throw LedgerError(.altered, .stray) }
    }
}
