internal import Lifecycle

/// An entry of the log, and how often it is written there: of those who ask at once, many ask for the same.
struct RepeatedEntry {
    let entry: AuditEntry
    var times = 1
}

/// Where hand-outs are written down before anybody gets a token: a log of this machine's own, which the vault's size does not
/// depend on.
protocol ReadingLog: AnyObject {
    /// Appends entries as one batch: safe from the death of any process when this returns, and from a power cut after `sync`.
    ///
    /// Throws when not all of them were written; then none was, and nobody may be given anything.
    func append(_ entries: [RepeatedEntry]) throws(LedgerError)
    /// Begins to make durable what is not, without waiting for the disk. Nobody may fork meanwhile.
    func beginSync() -> SyncProgress
    /// Makes durable what this process has appended; waits for a sync that was begun.
    func sync() throws(LedgerError)

    /// Who had the generations of a label, and when, or all labels' where none is named: by label and generation.
    func readings(of label: String?) throws(LedgerError) -> [LabelReadings]
    /// The entries of this machine, newest first, read as they are asked for.
    func entries() throws(LedgerError) -> ReadingCursor

    /// How far the log of each writer of this machine is durable.
    func ends() throws(LedgerError) -> [ReadingAnchor]
    /// Reads and proves everything; `anchors` is what the vault's change log says of this machine's writers.
    func verify(against anchors: [ReadingAnchor]) throws(LedgerError) -> ReadingVerdict
}
