internal import Secrets

/// Every kind of operation that the journal may hold. A new one is one row here.
package enum OperationKinds {
    /// In the order of their numbers.
    package static let all: [any StateMachine.Type] = [
        Creation.self, Renaming.self, Adoption.self, Revocation.self, Forgetting.self,
        UnmanagedRevocation.self, Rekeying.self, Rotation.self, Lease.self,
        AccountRotation.self,
    ]

    /// Reads a journal entry; throws `newer` for one of a later version, and `altered` for what is not one.
    package static func read(
        _ entry: JournalEntry, among kinds: [any StateMachine.Type] = all
    ) throws(LedgerError) -> any StateMachine {
        var reader = Reader(entry.bytes)
        do throws(SecretsError) {
            let number = try reader.byte()
            guard let kind = kinds.first(where: { $0.number == number }) else { throw .later }
            return try kind.init(fields: try NumberedFields(from: &reader))
        } catch { throw unreadable(error) }
    }

    /// Reads a journal entry of version 1 of the vault format; throws `altered` for what is not one.
    package static func read(format1 entry: JournalEntry) throws(LedgerError) -> any StateMachine {
        var reader = Reader(entry.bytes)
        do throws(SecretsError) {
            let number = try reader.byte()
            guard let kind = all.first(where: { $0.number == number }) else { throw .malformed }
            let operation = try kind.init(format1: &reader)
            try reader.end()
            return operation
        } catch { throw unreadable(error) }
    }

    private static func unreadable(_ error: SecretsError) -> LedgerError {
        LedgerError(error == .later ? .newer : .altered, .journal)
    }
}

/// An operation as it was found in the journal.
package struct OpenOperation: Sendable {
    /// Its id.
    package let id: OperationID
    /// Where it stands.
    package let operation: any StateMachine

    /// Joins an id and an operation.
    package init(id: OperationID, operation: any StateMachine) {
        self.id = id
        self.operation = operation
    }
}

extension Ledger {
    /// All operations in the journal, oldest first.
    package func operations() throws(LedgerError) -> [OpenOperation] {
        var found: [OpenOperation] = []
        for row in try journal() {
            found.append(OpenOperation(id: row.id, operation: try OperationKinds.read(row.entry)))
        }
        return found.sorted { $0.operation.subject.began < $1.operation.subject.began }
    }
}
