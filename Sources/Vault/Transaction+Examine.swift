internal import Lifecycle
internal import Secrets

// The thorough look, for `doctor`: every row there is, also those that nothing points to.

extension Transaction {
    /// Throws `altered` unless the tables hold exactly the rows of the tree, every sealed thing opens, and the audit
    /// log is whole.
    func examine() throws(LedgerError) {
        try verify(try Slots(in: connection, of: keys.vault).all())
        try examineStrays()
        try examineNames()
        for item in try records() {
            if try record(in: item).state != .gone { _ = try string(of: item.id) }
        }
        for item in try accounts() {
            _ = try account(in: item)
            _ = try string(of: item.id)
        }
        _ = try examineSettings()
        try examineJournal()
        _ = try AuditLog.read(self)
    }

    func examineJournal() throws(LedgerError) {
        for row in try journal() { _ = try OperationKinds.read(row.entry) }
    }

    func examineNames() throws(LedgerError) {
        var cells = try allCells().filter { $0.key.table == .name }
        try connection.query("SELECT hash, item FROM name") { (row) throws(LedgerError) in
            let cell = Cell(table: .name, key: row.blob(0) ?? [])
            guard let owner = row.blob(1), cells.removeValue(forKey: cell) == hash(cell, owner) else {
                throw LedgerError(.altered, .name)
            }
        }
        guard cells.isEmpty else { throw LedgerError(.altered, .name) }
    }
}
