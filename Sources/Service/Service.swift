package import Lifecycle
package import Requests

/// Performs every use case, on an unlocked vault and a provider. It asks nobody: whoever needs a person's word has it before.
package struct Service {
    let vault: any UnlockedVault
    let provider: any ProviderRouter
    let clock: any WallClock
    let conditions: Conditions
    let hear: (News) -> Void
    let halts: () -> Bool

    /// What is the asker's own about a request.
    package struct Conditions: Sendable {
        /// Who asks, and through which face.
        package var origin: Origin
        /// How many seconds the provider is given to catch up.
        package var settle: UInt16
        /// The address that the asker's environment names; nothing is sent for accounts that are elsewhere.
        package var address: ProviderAddress?
        /// What decides whether tokens may be changed; `nil` for what Lockstep does by itself, which always may.
        package var authority: Authority?

        /// Describes them.
        package init(
            origin: Origin, settle: UInt16, address: ProviderAddress? = nil, authority: Authority?
        ) {
            (self.origin, self.settle, self.address) = (origin, settle, address)
            self.authority = authority
        }
    }

    /// Joins both sides; `hear` is told what happens meanwhile, `halts` says whether nothing more is to be begun.
    package init(
        _ vault: any UnlockedVault, _ provider: any ProviderRouter, _ clock: any WallClock,
        _ conditions: Conditions, halts: @escaping () -> Bool = { false },
        hear: @escaping (News) -> Void = { _ in }
    ) {
        (self.vault, self.provider, self.clock) = (vault, AnnouncingProvider(provider, hear), clock)
        (self.conditions, self.hear, self.halts) = (conditions, hear, halts)
    }

    var now: Instant { clock.now }

    /// Runs `body`, with the vault's failures as the service's.
    func reading<R: ~Copyable>(_ body: () throws(LedgerError) -> R) throws(Failure) -> R {
        do throws(LedgerError) { return try body() } catch { throw .vault(error) }
    }

    /// A driver between the vault and the provider, for operations of these accounts.
    func driver(for accounts: Set<RecordID>) throws(Failure) -> Driver {
        try requireHome(of: try self.accounts().filter { accounts.contains($0.id) })
        let driver = Driver(ledger: vault, provider: provider, clock: clock)
        driver.watcher = { [hear] in hear(.progress($0)) }
        driver.waits = { [hear] in hear(.waiting(seconds: ($0 + 999) / 1000)) }
        driver.resealed = { [hear] in hear(.resealing(percent: $0)) }
        driver.halts = halts
        return driver
    }

    /// What an operation is about.
    func subject(_ record: RecordID, _ account: RecordID, _ label: Label) -> Subject {
        Subject(
            record: record, account: account, label: label, began: now, settle: conditions.settle,
            origin: conditions.origin)
    }
}
