internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

// New keys, a few rows at a time, beside whoever uses the vault meanwhile.

extension OpenVault {
    func reseal(_ cursor: RekeyCursor, strings: Bool) throws(LedgerError) -> RekeyCursor? {
        let begun = MachineClock.monotonicMilliseconds
        let next = try write { (transaction) throws(LedgerError) in
            try transaction.reseal(cursor, strings: strings)
        }
        guard let next, !next.after.isEmpty else { return next }
        resealed += 1
        if resealed % OpenVault.stepsOfLog == 0 { shortenLog() }
        // A hand-out reads again whenever somebody has committed: it is given as much time as this took.
        let spent = MachineClock.monotonicMilliseconds - begun
        usleep(useconds_t(min(max(spent, OpenVault.leastRest), OpenVault.longestRest)) * 1000)
        return next
    }

    /// Has the store write its log into the file. While somebody reads all the time SQLite never begins the log anew, and it would become
    /// many times as long as the vault.
    private func shortenLog() {
        for _ in 0..<OpenVault.mostTriesOfLog {
            guard let isWhole = try? store.consolidate(), !isWhole else { return }
            usleep(1000)
        }
    }

    /// How long others are left alone between two steps, in milliseconds.
    private static var leastRest: Int64 { 10 }
    private static var longestRest: Int64 { 200 }
    /// After so many steps the log is written into the file, about 6 MB of it.
    private static var stepsOfLog: Int { 64 }
    private static var mostTriesOfLog: Int { 50 }
}
