package import Lifecycle
package import Requests
package import Secrets

// The thorough look: on an unlocked vault, and on one that does not open.

extension Service {
    /// Looks at the vault, this machine's reading log, and what waits or wears out in it.
    package func doctor() throws(Failure) -> DoctorResult {
        let found = try reading { () throws(LedgerError) in try vault.examination() }
        return try Service.surrounded(DoctorResult(found, isOpen: true), vault, now: now)
    }

    /// Does so with what unlocks the vault, whether or not it can be used then. What only shows that no whole way to unlock it opens is
    /// told as what can be seen without keys, where that is damaged: `outside`.
    package static func doctor(
        _ door: any VaultDoor, _ unlocking: borrowing Unlocking, outside: Examination, now: Instant
    ) throws(Failure) -> DoctorResult {
        try doctor(outside, now) { () throws(LedgerError) in
            try door.examine(unlocking)
        } _: { () throws(LedgerError) in
            try door.open(unlocking)
        }
    }

    /// The same with the keys of a vault that was open before.
    package static func doctor(
        _ door: any VaultDoor, with keyring: borrowing SecretBytes, now: Instant
    ) throws(Failure) -> DoctorResult {
        try doctor(door.inspect(), now) { () throws(LedgerError) in
            try door.examine(with: keyring)
        } _: { () throws(LedgerError) in
            try door.open(with: keyring)
        }
    }

    private static func doctor(
        _ outside: Examination, _ now: Instant, _ examine: () throws(LedgerError) -> Examination,
        _ open: () throws(LedgerError) -> any UnlockedVault
    ) throws(Failure) -> DoctorResult {
        let found: Examination
        do throws(LedgerError) { found = try examine() } catch {
            guard error.code == .wrongKey || error.code == .altered, !outside.damages.isEmpty else {
                throw .vault(error)
            }
            return DoctorResult(outside, isOpen: false)
        }
        let result = DoctorResult(found, isOpen: true)
        guard let vault = try? open() else { return result }
        return try surrounded(result, vault, now: now)
    }

    /// The same with what is around the vault's rows.
    private static func surrounded(
        _ result: DoctorResult, _ vault: any UnlockedVault, now: Instant
    ) throws(Failure) -> DoctorResult {
        var result = result
        do throws(LedgerError) { result.readings = try vault.examineReadings() } catch { throw .vault(error) }
        let pending = try readable { () throws(LedgerError) in try vault.unfinished(at: now) }.map {
            PendingView($0.operation)
        }
        let accounts = try readable { () throws(LedgerError) in try vault.accounts() }
        result.findings = result.readings.warnings.map { .log($0) } + pending.map { .pending($0) }
        for account in accounts {
            let flags = account.token.map { TokenFlag.of($0, now: now, within: TokenFlag.usualDays) } ?? []
            result.findings += flags.filter { $0 != .fullAccess }.map { .account(account.name, $0) }
        }
        return result
    }

    /// Rows that were altered are among the damages already; what is around is told all the same.
    private static func readable<R>(_ rows: () throws(LedgerError) -> [R]) throws(Failure) -> [R] {
        do throws(LedgerError) { return try rows() } catch  where error.code == .altered {
            return []
        } catch { throw .vault(error) }
    }
}
