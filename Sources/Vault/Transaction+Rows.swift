internal import Lifecycle
internal import Secrets

// Rows, read with their proof and written with their place in the tree.

extension Transaction {
    /// Reads an item; `nil` when the vault has none of that id.
    func item(_ id: RecordID) throws(LedgerError) -> Item? {
        var found: Item?
        try connection.query(
            "SELECT id, kind, metadata, data_key, string FROM item WHERE kind IN (1, 2, 3) AND id = ?",
            [.blob(id.bytes)]
        ) { (row) throws(LedgerError) in found = try Item(row) }
        try verify(Cell(table: .item, key: id.bytes), found?.content, in: .item)
        return found
    }

    /// Reads every account: each verified, and as many as the head says.
    func accounts() throws(LedgerError) -> [Item] {
        var found: [Item] = []
        try connection.query("SELECT id, kind, metadata, data_key, string FROM item WHERE kind = 2") {
            (row) throws(LedgerError) in
            let item = try Item(row)
            try verify(item.cell, item.content, in: .item)
            found.append(item)
        }
        guard found.count == head.accounts else { throw LedgerError(.altered, .item) }
        return found
    }

    /// Reads every record, all items checked against the tree in one pass.
    func records() throws(LedgerError) -> [Item] {
        var cells = try allCells()
        var found: [Item] = []
        try connection.query("SELECT id, kind, metadata, data_key, string FROM item") {
            (row) throws(LedgerError) in
            let item = try Item(row)
            guard cells.removeValue(forKey: item.cell) == hash(item.cell, item.content) else {
                throw LedgerError(.altered, .item)
            }
            if item.kind == .record { found.append(item) }
        }
        guard !cells.keys.contains(where: { $0.table == .item }) else { throw LedgerError(.altered, .item) }
        return found
    }

    /// Writes an item in the place of the one with its id.
    mutating func store(_ item: Item) throws(LedgerError) {
        try connection.run(
            "INSERT OR REPLACE INTO item (id, kind, metadata, data_key, string) VALUES (?, ?, ?, ?, ?)",
            .blob(item.id.bytes), .integer(Int64(item.kind.rawValue)), .blob(item.metadata),
            item.dataKey.map { .blob($0) } ?? .null, item.string.map { .blob($0) } ?? .null)
        try note(item.cell, item.content)
    }

    /// Takes an item out.
    mutating func remove(_ item: Item) throws(LedgerError) {
        try connection.run(
            "DELETE FROM item WHERE kind = ? AND id = ?", .integer(Int64(item.kind.rawValue)),
            .blob(item.id.bytes))
        try note(item.cell, nil)
    }

    /// The item that a name belongs to; `nil` when the name is free.
    func owner(of name: Name) throws(LedgerError) -> RecordID? {
        let hash = name.hash(with: keys)
        let found = try connection.blob("SELECT item FROM name WHERE hash = ?", .blob(hash))
        try verify(Cell(table: .name, key: hash), found, in: .name)
        guard let found else { return nil }
        guard let owner = RecordID(found) else { throw LedgerError(.altered, .name) }
        return owner
    }

    /// Gives a free name to an item, or takes it back with `nil`.
    mutating func assign(_ name: Name, to owner: RecordID?) throws(LedgerError) {
        let hash = name.hash(with: keys)
        if let owner {
            try connection.run(
                "INSERT OR REPLACE INTO name (hash, item) VALUES (?, ?)", .blob(hash), .blob(owner.bytes))
        } else {
            try connection.run("DELETE FROM name WHERE hash = ?", .blob(hash))
        }
        try note(Cell(table: .name, key: hash), owner?.bytes)
    }

    /// Reads the journal: each entry verified, and as many as the head says.
    func journal() throws(LedgerError) -> [JournalRow] {
        var rows: [(id: [UInt8], entry: [UInt8])] = []
        try connection.query("SELECT id, entry FROM operation") { (row) throws(LedgerError) in
            rows.append((row.blob(0) ?? [], row.blob(1) ?? []))
        }
        guard rows.count == head.operations else { throw LedgerError(.altered, .journal) }
        var found: [JournalRow] = []
        for (key, entry) in rows {
            try verify(Cell(table: .operation, key: key), entry, in: .journal)
            guard let id = OperationID(key) else { throw LedgerError(.altered, .journal) }
            found.append(JournalRow(id: id, entry: try open(entry, of: id)))
        }
        return found
    }

    /// Reads one journal entry; `nil` when it is closed.
    func journalEntry(_ id: OperationID) throws(LedgerError) -> JournalEntry? {
        let entry = try connection.blob("SELECT entry FROM operation WHERE id = ?", .blob(id.bytes))
        try verify(Cell(table: .operation, key: id.bytes), entry, in: .journal)
        return try entry.map { (entry) throws(LedgerError) in try open(entry, of: id) }
    }

    /// Writes a journal entry, or closes it with `nil`.
    mutating func journal(_ entry: JournalEntry?, as id: OperationID) throws(LedgerError) {
        let cell = Cell(table: .operation, key: id.bytes)
        guard let entry else {
            guard try connection.run("DELETE FROM operation WHERE id = ?", .blob(id.bytes)) > 0 else {
                return
            }
            guard head.operations > 0 else { throw LedgerError(.altered, .journal) }
            head.operations -= 1
            return try note(cell, nil)
        }
        let sealed = try opening(.journal) { () throws(SecretsError) in
            try Seal.seal(entry.bytes.span, with: keys.journal, binding: binding(id))
        }
        if try connection.run("UPDATE operation SET entry = ? WHERE id = ?", .blob(sealed), .blob(id.bytes))
            == 0
        {
            try connection.run(
                "INSERT INTO operation (id, entry) VALUES (?, ?)", .blob(id.bytes), .blob(sealed))
            head.operations += 1
        }
        try note(cell, sealed)
    }

    private func open(_ entry: [UInt8], of id: OperationID) throws(LedgerError) -> JournalEntry {
        try opening(.journal) { () throws(SecretsError) in
            JournalEntry(try Seal.openPlain(entry, with: keys.journal, binding: binding(id)))
        }
    }

    private func binding(_ id: OperationID) -> AssociatedData {
        AssociatedData("lockstep journal", keys.vault, id.bytes)
    }
}

/// What something is found by: the vault knows only its keyed hash.
enum Name {
    case record(Label)
    case account(Label)
    case setting(String)

    func hash(with keys: Keys) -> [UInt8] {
        switch self {
        case .record(let label): KeyedHash.of(Array("record".utf8), Array(label.text.utf8), with: keys.names)
        case .account(let label):
            KeyedHash.of(Array("account".utf8), Array(label.text.utf8), with: keys.names)
        case .setting(let text): KeyedHash.of(Array("setting".utf8), Array(text.utf8), with: keys.names)
        }
    }
}
