internal import Lifecycle
internal import Platform
internal import Synchronization

/// The rows of a vault in memory, as several connections share them: what a store on a key-value engine would have.
final class MemoryRows: @unchecked Sendable {
    private let lock = Mutex(())
    private var tables: [Table: [[UInt8]: [UInt8]]] = [:]
    private var version: UInt64 = 0
    /// Called before each commit that would succeed; one that returns true makes it a conflict.
    var conflicts: (() -> Bool)?
    /// Called after each commit that succeeded; one that returns true makes its answer unknown.
    var doubts: (() -> Bool)?

    init() {}

    /// All rows as they are now, and how often they were changed.
    var state: (tables: [Table: [[UInt8]: [UInt8]]], version: UInt64) {
        lock.withLock { _ in (tables, version) }
    }

    /// Puts rows there past the vault: a new vault's, or what a test forges.
    func put(_ writes: [RowWrite]) { lock.withLock { _ in make(writes) } }

    /// Makes all writes where the head is as expected.
    fileprivate func commit(_ writes: [RowWrite], expecting head: [UInt8]) -> CommitAnswer {
        lock.withLock { _ in
            // One of both copies may be damaged.
            let isHead = [Table.first, .second].contains { tables[$0]?[RowKey.head.bytes] == head }
            guard isHead, conflicts?() != true else { return .conflict }
            make(writes)
            return doubts?() == true ? .unknown(LedgerError(.failed, .disk)) : .committed
        }
    }

    private func make(_ writes: [RowWrite]) {
        for write in writes { tables[write.key.table, default: [:]][write.key.bytes] = write.value }
        version += 1
    }
}

/// A store in memory: snapshots for looks, commits that fail when the head has moved, and the limits of a key-value engine.
final class MemoryRowStore: RowStore {
    private let rows: MemoryRows
    private var seen: [Table: [[UInt8]: [UInt8]]]?

    /// Looks at shared rows.
    init(_ rows: MemoryRows) { self.rows = rows }

    var limits: StoreLimits { .least }
    var file: FileStatus.Identity { FileStatus.Identity(device: 0, inode: 0) }

    func begin(writing: Bool) throws(LedgerError) { seen = rows.state.tables }

    func end() { seen = nil }

    func get(_ key: RowKey) throws(LedgerError) -> [UInt8]? {
        (seen ?? rows.state.tables)[key.table]?[key.bytes]
    }

    func cursor(_ table: Table, after: [UInt8]?, backwards: Bool) throws(LedgerError) -> any RowCursor {
        let sorted = ((seen ?? rows.state.tables)[table] ?? [:])
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .filter { row in
                guard let after else { return true }
                return backwards
                    ? row.key.lexicographicallyPrecedes(after) : after.lexicographicallyPrecedes(row.key)
            }
        return MemoryCursor(backwards ? sorted.reversed() : sorted)
    }

    func commit(_ writes: [RowWrite], expecting head: [UInt8]) throws(LedgerError) -> CommitAnswer {
        defer { end() }
        let size = writes.reduce(0) { $0 + $1.key.bytes.count + ($1.value?.count ?? 0) }
        guard writes.count <= limits.writes, size <= limits.bytes,
            Set(writes.map(\.key)).count == writes.count
        else { throw LedgerError(.failed, .database) }
        // No look keeps the rows from being changed in place.
        seen = nil
        return rows.commit(writes, expecting: head)
    }

    func mark() throws(LedgerError) -> StoreMark? {
        StoreMark(numbers: SIMD16(repeating: rows.state.version))
    }

    func isStill(_ mark: StoreMark) throws(LedgerError) -> Bool { try self.mark() == mark }

    func scrub() throws(LedgerError) {}

    func consolidate() throws(LedgerError) -> Bool { true }

    func forget() {}
}

/// A list of rows, one after the other.
final class MemoryCursor: RowCursor {
    private var rows: ArraySlice<(key: [UInt8], value: [UInt8])>

    init(_ rows: [(key: [UInt8], value: [UInt8])]) { self.rows = rows[...] }

    func next() throws(LedgerError) -> (key: [UInt8], value: [UInt8])? { rows.popFirst() }
}
