internal import Lifecycle
internal import Platform

// A log of another copy. SQLite lays whatever log lies beside a file over it: where a copy was put over a vault that had one,
// pages of both are mixed.

extension VaultFiles {
    /// The same failure with its path, or `foreignLog` where it is gone without the log, and the log does not fit the file.
    func explained(_ error: LedgerError, _ keyring: Keyring? = nil) -> LedgerError {
        guard [.altered, .foreign, .wrongKey].contains(error.code), Files.size(of: log) > 0,
            (try? isWholeAlone(error, keyring)) == true
        else { return located(error) }
        return LedgerError(.foreignLog, .log).at(log)
    }

    /// Whether a failure comes of a file that was copied without its log, in the midst of a change or of a checkpoint.
    func isApart(_ error: LedgerError) -> Bool {
        guard [.altered, .older, .forked].contains(error.code), Files.size(of: log) <= 0,
            let alone = try? Connection(path: vault, alone: true)
        else { return false }
        return (try? alone.isMarked()) ?? false
    }

    private func isWholeAlone(_ error: LedgerError, _ keyring: Keyring?) throws(LedgerError) -> Bool {
        let alone = try store(Connection(path: vault, alone: true))
        guard try alone.connection.blob("PRAGMA integrity_check(1)") == Array("ok".utf8) else { return false }
        let both = try store(Connection(path: vault))
        // A wrong passphrase is no matter of the log, unless that is another vault's: other slots may just have been written.
        if error.code == .wrongKey {
            return try both.copy(.door, of: .first) != alone.copy(.door, of: .first)
        }
        let id = try Door.vault(in: alone.copy(.door, of: .first))
        // Without keys, or with those of another vault, that is all that can be known.
        guard let keyring, keyring.vault == id else { return true }
        try Transaction(alone, keyring).examine()
        // The tree and the change log's chain go through both: where they are whole, the two belong together, and it is rows
        // that were altered.
        return (try? belongTogether(Transaction(both, keyring))) == nil
    }

    private func store(_ connection: Connection) throws(LedgerError) -> SQLiteRowStore {
        guard try Schema.version(of: connection) == Schema.version else {
            throw LedgerError(.foreign, .userVersion)
        }
        try Schema.check(connection)
        return try SQLiteRowStore(connection, self)
    }

    private func belongTogether(_ transaction: consuming Transaction) throws(LedgerError) {
        var walk = try Walk(transaction.store, transaction.keyring, root: transaction.head.root)
        while try walk.next() != nil {}
        _ = try ChangeLog(transaction.store, transaction.keyring, transaction.head).verify()
    }
}
