import Glibc
import Lifecycle
import TestSupport
import Testing

@testable import Vault

/// The store that the suite runs over: SQLite, or with `LOCKSTEP_TEST_STORE=memory` the one in memory.
enum TestStore {
    static let isMemory = unsafe getenv("LOCKSTEP_TEST_STORE").map { unsafe String(cString: $0) } == "memory"

    /// In memory the first try of each commit meets a conflict, and of every third one that is made it is not known at first.
    static func make() -> any StoreMaker {
        guard isMemory else { return SQLiteStores() }
        return MemoryStores { rows in
            var (isSecond, made) = (true, 0)
            rows.conflicts = {
                isSecond.toggle()
                return !isSecond
            }
            rows.doubts = {
                made += 1
                return made % 3 == 0
            }
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// For what is about files, SQLite or SQL.
    static var onFiles: Self {
        .enabled(if: !TestStore.isMemory, "is about files, and the store in memory has none")
    }
}

/// Rows as an attacker has them: looked at and put there past the vault, in whichever store.
extension Fixture {
    func rows(_ table: Table) throws -> [(key: [UInt8], value: [UInt8])] {
        guard case .rows(let store) = try stores.open(path) else { return [] }
        var found: [(key: [UInt8], value: [UInt8])] = []
        try store.begin(writing: false)
        defer { store.end() }
        try store.scan(table) { (key, value) throws(LedgerError) in
            found.append((key, value))
            return true
        }
        return found
    }

    func value(_ key: RowKey) throws -> [UInt8] {
        guard case .rows(let store) = try stores.open(path) else { return [] }
        return try store.get(key) ?? []
    }

    func forge(_ writes: [RowWrite]) throws {
        if let memory = stores as? MemoryStores { return memory.rows(at: path)?.put(writes) ?? () }
        let store = try SQLiteRowStore(Connection(path: path), VaultFiles(at: path))
        try store.connection.execute("BEGIN IMMEDIATE")
        for write in writes { try store.put(write) }
        try store.connection.execute("COMMIT")
        try store.connection.emptyLog()
    }
}

extension Fixture {
    /// Makes one change.
    func make(_ change: Change, in ledger: any UnlockedVault) throws {
        try ledger.commit(OperationID(), journal: nil, changes: [change], string: nil)
    }

    /// Gives the vault new keys, as the operation would: in as many steps as it takes.
    func rekey(_ ledger: any UnlockedVault, isDeep: Bool = false) throws {
        try make(.beginEpoch, in: ledger)
        try resume(ledger, from: RekeyCursor(), isDeep: isDeep)
    }

    /// Goes on with what is left of it.
    func resume(_ ledger: any UnlockedVault, from cursor: RekeyCursor, isDeep: Bool = false) throws {
        var cursor: RekeyCursor? = cursor
        while let place = cursor { cursor = try ledger.reseal(place, strings: isDeep) }
        try make(.endEpoch, in: ledger)
    }

    /// Begins the revocation of a record in the journal.
    @discardableResult
    func begin(of label: String, in ledger: any UnlockedVault) throws -> OperationID {
        let record = try #require(try ledger.record(named: try Label(label)))
        let subject = Subject(
            record: record.id, account: account.id, label: record.label, began: clock.now, settle: 5)
        let revocation = Revocation(subject, token: record.token.id, cause: .asked).journalEntry
        let id = OperationID()
        try ledger.commit(id, journal: revocation, changes: [], string: nil)
        return id
    }
}
