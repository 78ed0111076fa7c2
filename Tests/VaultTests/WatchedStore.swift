import Lifecycle
import Platform

@testable import Vault

/// Stores that tell a test when they are asked, so that it can do what another process would do just then.
final class WatchedStores: StoreMaker {
    private let inner: any StoreMaker
    /// Whether they have marks.
    var haveMarks = true
    /// Called once, as the store is asked next whether it is still the same, or without marks looked at for the second time.
    var between: (() -> Void)?
    /// How many looks are left before `between` is called.
    var looks = 0

    init(_ inner: any StoreMaker) { self.inner = inner }

    func strike() {
        let call = between
        between = nil
        call?()
    }

    func isThere(_ place: String) -> Bool { inner.isThere(place) }
    func isHidden(_ place: String) -> Bool { inner.isHidden(place) }
    func open(_ place: String) throws(LedgerError) -> OpenedStore {
        guard case .rows(let store) = try inner.open(place) else { throw LedgerError(.failed) }
        return .rows(WatchedStore(store, self))
    }
    func openWithMore(_ place: String) throws(LedgerError) -> OpenedStore { try open(place) }
    func make(
        _ place: String, filledBy fill: (RowSink) throws(LedgerError) -> Void,
        provenBy prove: (any RowStore) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        try inner.make(place, filledBy: fill, provenBy: prove)
    }
    func hasRemains(_ place: String) -> Bool { inner.hasRemains(place) }
    func removeRemains(_ place: String) { inner.removeRemains(place) }
    func explained(_ error: LedgerError, at place: String, _ keyring: Keyring?) -> LedgerError {
        inner.explained(error, at: place, keyring)
    }
}

/// A store that is handed on, all but what a test wants to know of.
final class WatchedStore: RowStore {
    private let inner: any RowStore
    private let watch: WatchedStores

    init(_ inner: any RowStore, _ watch: WatchedStores) { (self.inner, self.watch) = (inner, watch) }

    var file: FileStatus.Identity { inner.file }
    var limits: StoreLimits { inner.limits }

    func begin(writing: Bool) throws(LedgerError) {
        if !watch.haveMarks, watch.between != nil {
            if watch.looks == 0 { watch.strike() }
            watch.looks -= 1
        }
        try inner.begin(writing: writing)
    }

    func mark() throws(LedgerError) -> StoreMark? { watch.haveMarks ? try inner.mark() : nil }

    func isStill(_ mark: StoreMark) throws(LedgerError) -> Bool {
        watch.strike()
        return try inner.isStill(mark)
    }

    func end() { inner.end() }
    func get(_ key: RowKey) throws(LedgerError) -> [UInt8]? { try inner.get(key) }
    func cursor(_ table: Table, after: [UInt8]?, backwards: Bool) throws(LedgerError) -> any RowCursor {
        try inner.cursor(table, after: after, backwards: backwards)
    }
    func commit(_ writes: [RowWrite], expecting head: [UInt8]) throws(LedgerError) -> CommitAnswer {
        try inner.commit(writes, expecting: head)
    }
    func scrub() throws(LedgerError) { try inner.scrub() }
    func consolidate() throws(LedgerError) -> Bool { try inner.consolidate() }
    func isApart() throws(LedgerError) -> Bool { try inner.isApart() }
    func forget() { inner.forget() }
}
