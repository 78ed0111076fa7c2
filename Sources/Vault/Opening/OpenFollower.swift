internal import Lifecycle

/// What comes in all logs from some moment on: the vault's changes, and the readings of every process of this machine.
final class OpenFollower: AuditFollower {
    private let vault: OpenVault
    /// The counter up to which changes were given.
    private var counter: UInt64
    private var readings: ReadingFollower?
    /// The epoch whose keys that has.
    private var epoch: UInt32 = 0

    init(_ vault: OpenVault) throws(LedgerError) {
        self.vault = vault
        counter = try vault.read { (transaction) throws(LedgerError) in transaction.head.counter }
        readings = try vault.handOuts.log.follower()
    }

    func news() throws(LedgerError) -> [AuditEntry] {
        var news = try changes()
        if readings == nil {
            readings = try vault.handOuts.log.follower()
        } else if epoch != vault.keys.current.epoch {
            readings?.take(vault.keys.logKeys)
        }
        epoch = vault.keys.current.epoch
        news += try readings?.news() ?? []
        return news.sorted { $0.time < $1.time }
    }

    private func changes() throws(LedgerError) -> [AuditEntry] {
        try vault.read { (transaction) throws(LedgerError) in
            let log = ChangeLog(transaction.store, vault.keys, transaction.head)
            var found: [AuditEntry] = []
            while counter < transaction.head.counter {
                counter += 1
                guard let row = try log.row(at: counter) else { continue }
                found += try ChangeRow.entries(in: vault.keys.openChange(row, counter))
            }
            return found
        }
    }
}
