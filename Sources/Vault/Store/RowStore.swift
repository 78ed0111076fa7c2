internal import Lifecycle
internal import Platform

/// The tables of a vault; `Docs/VaultFormat.md` says what stands in each.
enum Table: UInt8, CaseIterable {
    case first = 0
    case second = 1
    case items = 2
    case labels = 3
    case operations = 4
    case free = 5
    case nodes = 6
    case changes = 7
    /// The audit log of a vault that was migrated from format 1.
    case audit = 8
    case cells256 = 16
    case cells1k = 17
    case cells4k = 18
    case cells16k = 19
}

/// Which row: a table and a key.
struct RowKey: Hashable, Comparable {
    let table: Table
    let bytes: [UInt8]

    init(_ table: Table, _ bytes: [UInt8]) { (self.table, self.bytes) = (table, bytes) }

    /// The key of a row that has a number.
    init(_ table: Table, _ number: UInt64) { self.init(table, RowKey.bytes(number)) }

    static func bytes(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
    }

    /// The number that a key of eight bytes is.
    static func number(_ bytes: [UInt8]) -> UInt64? {
        bytes.count == 8 ? bytes.reduce(0) { $0 << 8 | UInt64($1) } : nil
    }

    static func < (left: RowKey, right: RowKey) -> Bool {
        guard left.table == right.table else { return left.table.rawValue < right.table.rawValue }
        for (one, other) in zip(left.bytes, right.bytes) where one != other { return one < other }
        return left.bytes.count < right.bytes.count
    }

    func hash(into hasher: inout Hasher) { hasher.combine(table, bytes) }

    /// The row that changes with every commit.
    static let head = RowKey(.first, 3)
}

extension Hasher {
    /// Takes a table and a key in two steps: an array alone takes one for each byte.
    mutating func combine(_ table: some Hashable, _ key: [UInt8]) {
        combine(table)
        unsafe key.withUnsafeBytes { unsafe combine(bytes: $0) }
    }
}

/// A row that is written, or with `nil` deleted.
struct RowWrite {
    let key: RowKey
    let value: [UInt8]?
}

/// What came of a commit.
enum CommitAnswer {
    /// All of it is durable.
    case committed
    /// Nothing was done: the head was another one.
    case conflict
    /// It may have been done. Who needs to know compares the head, whose bytes are never the same twice.
    case unknown(LedgerError)
}

/// What changes whenever anybody commits: two that are equal saw the same rows. Numbers and no array: two are made for each hand-out.
struct StoreMark: Equatable {
    var numbers = SIMD16<UInt64>()
}

/// A row as a cursor hands it out; its memory is used again for the next one.
struct StoredRow {
    var key: [UInt8] = []
    var value: [UInt8] = []
}

/// Rows of a table, one after the other. It is used within one look.
protocol RowCursor: AnyObject {
    /// The next row; `nil` after the last.
    func next() throws(LedgerError) -> (key: [UInt8], value: [UInt8])?
    /// Puts the next row in the place of the last one; `false` after the last.
    func next(_ row: inout StoredRow) throws(LedgerError) -> Bool
}

extension RowCursor {
    func next(_ row: inout StoredRow) throws(LedgerError) -> Bool {
        guard let found = try next() else { return false }
        row = StoredRow(key: found.key, value: found.value)
        return true
    }
}

/// All that the vault needs of a store: a few tables of rows, looks at one state of them, and commits of all or nothing.
///
/// A look is what happens between `begin` and `end` or `commit`. There is one at a time. Nothing in a store is secret or trusted:
/// values are sealed, and proved by the tree.
protocol RowStore: AnyObject {
    /// Begins a look. With `writing` a commit will follow: a store that can lets nobody else commit meanwhile. Throws `busy` when it
    /// had to wait for too long, `replaced`, `gone` and the like where the store is not what was opened any more.
    func begin(writing: Bool) throws(LedgerError)
    /// Ends the look without a commit; harmless where there is none.
    func end()
    /// The value of a row; `nil` when there is none.
    func get(_ key: RowKey) throws(LedgerError) -> [UInt8]?
    /// The rows of a table by rising key, or falling; from behind `after` on, where it is given.
    func cursor(_ table: Table, after: [UInt8]?, backwards: Bool) throws(LedgerError) -> any RowCursor
    /// Makes all writes or none, each row at most once, where the head's bytes are still `head`; ends the look. What is
    /// committed is durable. Throws what is certain to have left the rows as they were.
    func commit(_ writes: [RowWrite], expecting head: [UInt8]) throws(LedgerError) -> CommitAnswer
    /// A mark that the next commit of anybody changes, looked up without a look at the rows; `nil` where the store has none. Throws as
    /// `begin` where the store is not what was opened any more.
    func mark() throws(LedgerError) -> StoreMark?
    /// Whether a mark that was looked up just now is still that of the rows, without a look at whether the store is the same.
    func isStill(_ mark: StoreMark) throws(LedgerError) -> Bool
    /// Leaves nothing of what was overwritten or deleted; throws `busy` while somebody else keeps it from that.
    func scrub() throws(LedgerError)
    /// Has the rows be whole in one file, where that can be done without waiting; whether it was.
    func consolidate() throws(LedgerError) -> Bool
    /// Whether changes are missing that were made: the file was copied without the log that had them.
    func isApart() throws(LedgerError) -> Bool
    /// Forgets what it keeps in memory of the rows.
    func forget()
    /// The file that the rows are in; nothing but zeros where they are in none.
    var file: FileStatus.Identity { get }
    /// What one commit may have.
    var limits: StoreLimits { get }
}

/// What a store takes in one commit.
struct StoreLimits {
    /// Rows.
    var writes = Int.max
    /// Bytes of all keys and values.
    var bytes = Int.max

    /// What the vault keeps to whatever the store is: the least of the engines that it may be put on.
    static let least = StoreLimits(writes: 128, bytes: 1_500_000)
}

extension RowStore {
    func isApart() throws(LedgerError) -> Bool { false }

    /// Hands every row of a table to `body`, by rising key, until that returns false.
    func scan(
        _ table: Table, after: [UInt8]? = nil, backwards: Bool = false,
        _ body: ([UInt8], [UInt8]) throws(LedgerError) -> Bool
    ) throws(LedgerError) {
        let rows = try cursor(table, after: after, backwards: backwards)
        while let row = try rows.next() {
            guard try body(row.key, row.value) else { return }
        }
    }
}
