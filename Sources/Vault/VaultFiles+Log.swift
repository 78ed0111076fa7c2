internal import Lifecycle
internal import Platform

// A log of another copy. SQLite lays whatever log lies beside a file over it: where a copy was put over a vault that had one,
// pages of both are mixed.

extension VaultFiles {
    /// The same failure with its path, or `foreignLog` where it is gone without the log, and the log does not fit the file.
    func explained(_ error: LedgerError, _ keys: Keys? = nil) -> LedgerError {
        guard [.altered, .foreign, .wrongKey].contains(error.code), Files.size(of: log) > 0,
            (try? isWholeAlone(error, keys)) == true
        else { return located(error) }
        return LedgerError(.foreignLog, .log).at(log)
    }

    private func isWholeAlone(_ error: LedgerError, _ keys: Keys?) throws(LedgerError) -> Bool {
        let alone = try Connection(path: vault, alone: true)
        try Schema.check(alone)
        guard try alone.blob("PRAGMA integrity_check(1)") == Array("ok".utf8) else { return false }
        let id = try alone.vaultID()
        let slots = try Slots(in: alone, of: id).all()
        let both = try Connection(path: vault)
        // A wrong passphrase is no matter of the log, unless the slots are.
        if error.code == .wrongKey {
            let others = try Slots(in: both, of: id).whole
            return try both.vaultID() != id || Slot.manifest(slots) != Slot.manifest(others)
        }
        // Without keys, or with those of another vault, that is all that can be known.
        guard let keys, keys.vault == id else { return true }
        try Transaction(alone, keys, newest: 0).examine()
        // The tree and the audit log's chain go through both: where they are whole, the two belong together, and it is rows
        // that were altered.
        return (try? belongTogether(Transaction(both, keys, newest: 0))) == nil
    }

    private func belongTogether(_ transaction: Transaction) throws(LedgerError) {
        _ = try transaction.allCells()
        _ = try AuditLog.read(transaction)
    }
}
