internal import Lifecycle

/// Vaults in memory, by their place: for as long as this object lives.
final class MemoryStores: StoreMaker {
    private var vaults: [String: MemoryRows] = [:]
    /// Called for each new vault, to inject conflicts and doubts.
    private let prepare: (MemoryRows) -> Void

    init(_ prepare: @escaping (MemoryRows) -> Void = { _ in }) { self.prepare = prepare }

    /// The rows of a vault, to be looked at and forged past it.
    func rows(at place: String) -> MemoryRows? { vaults[place] }

    func isThere(_ place: String) -> Bool { vaults[place] != nil }
    func isHidden(_ place: String) -> Bool { false }

    func open(_ place: String) throws(LedgerError) -> OpenedStore {
        guard let rows = vaults[place] else { throw LedgerError(.missing, .file).at(place) }
        return .rows(MemoryRowStore(rows))
    }

    func openWithMore(_ place: String) throws(LedgerError) -> OpenedStore { try open(place) }

    func make(
        _ place: String, filledBy fill: (RowSink) throws(LedgerError) -> Void,
        provenBy prove: (any RowStore) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        guard vaults[place] == nil else { throw LedgerError(.exists, .file).at(place) }
        let rows = MemoryRows()
        var writes: [RowWrite] = []
        try fill { (write) throws(LedgerError) in writes.append(write) }
        rows.put(writes)
        try prove(MemoryRowStore(rows))
        prepare(rows)
        vaults[place] = rows
    }

    func hasRemains(_ place: String) -> Bool { false }
    func removeRemains(_ place: String) {}
    func explained(_ error: LedgerError, at place: String, _ keyring: Keyring?) -> LedgerError { error }
}
