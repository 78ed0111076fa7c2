/// An operation as the journal keeps it: the number of its kind and its state, encoded. The ledger seals it and does not read it.
package struct JournalEntry: Hashable, Sendable {
    /// The bytes, of which the first is the number of the kind.
    package let bytes: [UInt8]

    /// Takes the bytes that an operation was encoded to.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// A row of the journal.
package struct JournalRow: Sendable {
    /// The operation's id.
    package let id: OperationID
    /// Where it stands.
    package let entry: JournalEntry

    /// Joins an id and an entry.
    package init(id: OperationID, entry: JournalEntry) { (self.id, self.entry) = (id, entry) }
}
