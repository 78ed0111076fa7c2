import Lifecycle
import ProviderProfiles
import Secrets
import TestSupport
import Testing
import Vault

/// A vault on disk and the second provider.
final class ForgeWorld {
    let folder = TemporaryFolder()
    let clock = ManualClock()
    let provider: ForgeProvider
    let account: Account
    private let key = Random.bytes(32)

    init() throws {
        let address = try #require(ProviderAddress("https://forge.example/api"))
        provider = ForgeProvider(.forge(at: address))
        account = Account(
            id: RecordID(), name: try Label("forge"),
            identity: Identity(user: "f", customer: "", scopes: .all, isRestricted: false),
            token: provider.kept.values.first?.token, sealed: clock.now, address: address)
        try door.make(unlocking(), recovery: try SecretBytes(random: 32), cost: .interactive, at: clock.now)
        let string = provider.provisioning
        try open().seal(account, string: try SecretBytes(copying: string.span))
    }

    private var door: VaultFile { VaultFile(path: "\(folder.path)/vault.db", state: folder.path) }

    private func unlocking() throws -> Unlocking {
        let bytes = key
        let secret = try SecretBytes(copying: bytes.span)
        return .keyFile(secret)
    }

    func open() throws -> any UnlockedVault { try door.open(try unlocking()) }

    func subject(_ label: String, _ record: RecordID = RecordID()) throws -> Subject {
        Subject(record: record, account: account.id, label: try Label(label), began: clock.now, settle: 2)
    }

    /// A token for repositories that asks for an hour of a day: the provider gives the day.
    func creation(_ label: String) throws -> Creation {
        let scopes = try provider.profile.catalog.scopes(["repo:rw"])
        return Creation(
            try subject(label), scopes: scopes, expiry: .at(clock.now.advanced(by: 30 * 86_400 + 3600)))
    }

    func record(_ label: String) throws -> Record {
        try #require(try open().record(named: try Label(label)))
    }

    @discardableResult
    func run(_ operation: any StateMachine, stoppedAt point: Int = .max, string: [UInt8]? = nil) throws
        -> Outcome
    {
        let wire = Tripwire(at: point)
        defer { if wire.isDead { provider.hangUp() } }
        let driver = Driver(
            ledger: Failpointed.ledger(try open(), wire), provider: Failpointed.provider(provider, wire),
            clock: clock
        )
        guard let string else { return driver.run(operation).outcome }
        return driver.run(operation, string: try SecretBytes(copying: string.span)).outcome
    }

    @discardableResult
    func sync() throws -> Reconciliation {
        let sync = Sync(ledger: try open(), provider: provider, clock: clock, settle: 2) { _, _ in }
        return try #require(try sync.run().first).result.get()
    }
}
