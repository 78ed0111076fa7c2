import Lifecycle
import Requests
import Secrets
import TestSupport
import Vault

@testable import Service

/// An unlocked vault with one account, and a provider in memory.
final class ServiceFixture {
    let folder = TemporaryFolder()
    let clock = ManualClock()
    let provider = FakeProvider()
    let vault: any UnlockedVault
    let door: VaultFile
    private let key = Random.bytes(32)
    /// What was told meanwhile.
    private(set) var heard: [News] = []
    /// The address that the asker's environment names.
    var address: ProviderAddress?
    /// What decides whether tokens may be changed.
    lazy var authority: Authority? = Authority(
        CallerFacts(caller, cgroup: ""), isProven: false)
    private let caller = Caller(pid: 7, user: 1000, executable: "/bin/asker", unit: "")

    init(provisioning expiry: Expiry? = nil) throws {
        door = VaultFile(path: "\(folder.path)/vault.db", state: folder.path)
        let key = key
        try door.make(
            .keyFile(try SecretBytes(copying: key.span)), recovery: try SecretBytes(random: 32),
            cost: .interactive, at: clock.now)
        vault = try door.open(.keyFile(try SecretBytes(copying: key.span)))
        try addAccount("work", expiry: expiry)
    }

    /// What opens the vault.
    func unlocking() throws -> SecretBytes {
        let key = key
        return try SecretBytes(copying: key.span)
    }

    /// Logs in under a name, with the provider's one provisioning token.
    func addAccount(_ name: String, expiry: Expiry? = nil) throws {
        let identity = Identity(user: name, customer: "C", scopes: .all, isRestricted: false)
        let account = Account(
            id: RecordID(), name: try Label(name), identity: identity,
            token: expiry.map {
                Token(id: 1, label: name, scopes: .all, created: clock.now, expiry: $0, prefix: "")
            }, sealed: clock.now)
        let string = provider.provisioning
        try vault.seal(account, string: try SecretBytes(copying: string.span))
    }

    var service: Service {
        Service(
            vault, provider, clock,
            Service.Conditions(
                origin: Origin(caller, through: .commandLine), settle: 3, address: address,
                authority: authority),
            hear: { [weak self] in self?.heard.append($0) })
    }

    @discardableResult
    func create(
        _ label: String, expiry: String = "90d", account: String? = nil
    ) throws -> TokenView {
        try service.create(
            CreateRequest(try Label(label), scopes: ["linodes:ro"], expiry: expiry, account: account))
    }

    func selection(
        _ labels: String..., patterns: [String] = [], isExpired: Bool = false, account: String? = nil
    ) throws -> TokenSelection {
        TokenSelection(
            labels: try labels.map { try Label($0) }, patterns: patterns, isExpired: isExpired,
            account: account)
    }
}
