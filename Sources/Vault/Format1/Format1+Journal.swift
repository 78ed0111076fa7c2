internal import Lifecycle
internal import Secrets

extension Format1 {
    /// A row of the journal.
    struct OperationRow {
        let id: OperationID
        /// The entry as format 1 encodes it: the kind's number, then its fields.
        let bytes: [UInt8]
        /// What the entry says.
        let operation: any StateMachine

        /// The labels that it may have reserved for a record.
        var labels: [Label] {
            // What it is about is an account: its record's id is random.
            if operation.unmanagedToken != nil { return [] }
            let subject = operation.subject.label
            guard let renaming = operation as? Renaming else { return [subject] }
            return [subject, renaming.label]
        }
    }

    /// Reads an entry of format 1.
    private static func operation(_ bytes: [UInt8]) throws(LedgerError) -> any StateMachine {
        try OperationKinds.read(format1: JournalEntry(bytes))
    }
}

extension Format1.Snapshot {
    /// Reads the journal: each entry verified, and as many as the head says.
    func journal() throws(LedgerError) -> [Format1.OperationRow] {
        var found: [Format1.OperationRow] = []
        try connection.query("SELECT id, entry FROM operation") { (row) throws(LedgerError) in
            let (key, entry) = (row.blob(0) ?? [], row.blob(1) ?? [])
            try tree.verify(Format1.Cell(table: .operation, key: key), entry, in: .journal)
            guard let id = OperationID(key) else { throw LedgerError(.altered, .journal) }
            let bytes = try Format1.reading(.journal) { () throws(SecretsError) in
                try Seal.openPlain(
                    entry, with: keys.journal,
                    binding: AssociatedData("lockstep journal", keys.vault, id.bytes))
            }
            found.append(Format1.OperationRow(id: id, bytes: bytes, operation: try Format1.operation(bytes)))
        }
        guard found.count == head.operations else { throw LedgerError(.altered, .journal) }
        return found
    }

    /// The labels that no record has yet, or that are to be another record's: each with the record it is kept for.
    ///
    /// The vault has only hashes of them; what they are is in the journal.
    func reservations(of journal: [Format1.OperationRow]) throws(LedgerError) -> [Format1.Reservation] {
        var found: [Format1.Reservation] = []
        for label in Set(journal.flatMap(\.labels)).sorted() {
            guard let owner = try owner(of: .record(label)) else { continue }
            if let record = try record(owner), record.state != .gone, record.label == label { continue }
            found.append(Format1.Reservation(label: label, record: owner))
        }
        return found
    }
}
