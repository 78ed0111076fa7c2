internal import Lifecycle

/// What was found at a vault's place.
enum OpenedStore {
    /// The rows of a vault of the format that is written.
    case rows(any RowStore)
    /// A vault of format 1, in SQLite.
    case format1(Connection, VaultFiles)
}

/// Where vaults are kept: finds them, opens them, makes them.
protocol StoreMaker: AnyObject {
    /// Whether there is something at a place.
    func isThere(_ place: String) -> Bool
    /// Whether this user may not look whether there is.
    func isHidden(_ place: String) -> Bool
    /// Opens the store at a place. Throws `missing`, `foreign`, `newer`, `exposed` and the like.
    func open(_ place: String) throws(LedgerError) -> OpenedStore
    /// Opens it for a thorough look, although more stands in it than a vault has.
    func openWithMore(_ place: String) throws(LedgerError) -> OpenedStore
    /// Makes a store with the rows that `fill` puts there, by their tables and keys, once `prove` has taken it; throws `exists`, and
    /// `foreignLog` where the log of one that was there before would be laid over it. It is there whole, or not at all.
    func make(
        _ place: String, filledBy fill: (RowSink) throws(LedgerError) -> Void,
        provenBy prove: (any RowStore) throws(LedgerError) -> Void
    ) throws(LedgerError)
    /// Whether a copy of format 1 lies beside the vault, from a migration that was stopped.
    func hasRemains(_ place: String) -> Bool
    /// Takes it away.
    func removeRemains(_ place: String)
    /// The same failure with what it comes of, where more can be told.
    func explained(_ error: LedgerError, at place: String, _ keyring: Keyring?) -> LedgerError
}

/// Takes a row of a store that is being made.
typealias RowSink = (RowWrite) throws(LedgerError) -> Void

extension StoreMaker {
    /// Makes a store with these rows.
    func make(_ place: String, _ writes: [RowWrite]) throws(LedgerError) {
        try make(place) { (put) throws(LedgerError) in
            for write in writes { try put(write) }
        } provenBy: { (_) throws(LedgerError) in
        }
    }
}
