internal import Lifecycle
internal import Secrets

/// The change log: one row for each state of the counter, chained; its last link stands in the head.
struct ChangeLog {
    private let store: any RowStore
    private let keyring: Keyring
    private let head: Head

    init(_ store: any RowStore, _ keyring: Keyring, _ head: Head) {
        (self.store, self.keyring, self.head) = (store, keyring, head)
    }

    /// The value of the row at a counter; `nil` before the first.
    func row(at counter: UInt64) throws(LedgerError) -> [UInt8]? {
        guard counter >= head.first else { return nil }
        guard let value = try store.get(RowKey(.changes, counter)) else {
            throw LedgerError(.altered, .change)
        }
        return value
    }

    /// Follows the chain from the first row to the last; throws `altered` at a gap, a change, or when it does not end where the head
    /// says. Hands what each row holds to `visit`.
    func verify(_ visit: (UInt64, [UInt8]) throws(LedgerError) -> Void = { _, _ in }) throws(LedgerError)
        -> UInt64
    {
        var (next, link) = (head.first, [UInt8](repeating: 0, count: KeyedHash.size))
        let rows = try store.cursor(.changes, after: nil, backwards: false)
        while let row = try rows.next() {
            guard RowKey.number(row.key) == next else { throw LedgerError(.altered, .change) }
            link = try keyring.link(after: link, next, row.value)
            // What a later version has told is passed over; that it stands there is proven.
            do throws(LedgerError) { try visit(next, keyring.openChange(row.value, next)) } catch {
                guard error.code == .newer else { throw error }
            }
            next += 1
        }
        guard next == head.counter + 1, link == head.link else { throw LedgerError(.altered, .change) }
        return next - head.first
    }

    /// The rows' entries, newest first; each row opens only at its number, and none is passed over. The chain is not followed.
    func newestFirst() throws(LedgerError) -> NewestChanges {
        NewestChanges(
            try store.cursor(.changes, after: nil, backwards: true), keyring, next: head.counter,
            first: head.first)
    }
}

/// The change log from its end backwards.
final class NewestChanges {
    private let rows: any RowCursor
    private let keyring: Keyring
    private var next: UInt64
    private let first: UInt64
    private var ready: [AuditEntry] = []

    fileprivate init(_ rows: any RowCursor, _ keyring: Keyring, next: UInt64, first: UInt64) {
        (self.rows, self.keyring, self.next, self.first) = (rows, keyring, next, first)
    }

    /// The next older entry.
    func entry() throws(LedgerError) -> AuditEntry? {
        while ready.isEmpty {
            guard next >= first else { return nil }
            guard let row = try rows.next(), RowKey.number(row.key) == next else {
                throw LedgerError(.altered, .change)
            }
            ready = try ChangeRow.entries(in: keyring.openChange(row.value, next))
            next -= 1
        }
        return ready.popLast()
    }
}
