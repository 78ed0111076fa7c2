import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing
import Vault

/// A vault on disk and a provider in memory, that must always come back into lockstep.
final class World {
    let folder = TemporaryFolder()
    let clock = ManualClock()
    let provider = FakeProvider()
    let account: Account
    private let key = Random.bytes(32)

    init() throws {
        let identity = Identity(user: "someone", customer: "C", scopes: .all, isRestricted: false)
        let token = try #require(provider.kept[1]?.token)
        account = Account(
            id: RecordID(), name: try Label("work"), identity: identity, token: token, sealed: clock.now)
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

    func open(_ unlocking: borrowing Unlocking) throws -> any UnlockedVault { try door.open(unlocking) }

    func open(with keyring: borrowing SecretBytes) throws -> any UnlockedVault {
        try door.open(with: keyring)
    }

    func subject(_ label: String, _ record: RecordID = RecordID()) throws -> Subject {
        Subject(record: record, account: account.id, label: try Label(label), began: clock.now, settle: 3)
    }

    func creation(_ label: String) throws -> any StateMachine {
        Creation(
            try subject(label), scopes: .only(["linodes": .readOnly]),
            expiry: .at(clock.now.advanced(by: 90 * 86_400)))
    }

    func revocation(of label: String) throws -> any StateMachine {
        let record = try #require(try open().record(named: try Label(label)))
        return Revocation(try subject(label, record.id), token: record.token.id, cause: .asked)
    }

    func rotation(of label: String, overlap: UInt32 = 60, whenRead: Bool = false) throws -> Rotation {
        let ledger = try open()
        let record = try #require(try ledger.record(named: try Label(label)))
        return Rotation(
            try subject(label, record.id), token: record.token.id,
            generation: try ledger.nextGeneration(of: record.label), scopes: record.token.scopes,
            expiry: .at(clock.now.advanced(by: 90 * 86_400)),
            overlap: .init(seconds: overlap, endsWhenRead: whenRead))
    }

    func renaming(of label: String, to other: String) throws -> any StateMachine {
        let record = try #require(try open().record(named: try Label(label)))
        return Renaming(try subject(label, record.id), token: record.token.id, to: try Label(other))
    }

    /// Runs an operation to its end, as one process would.
    @discardableResult
    func run(_ operation: any StateMachine, wire: Tripwire? = nil, string: [UInt8]? = nil) throws -> Outcome {
        let wire = wire ?? Tripwire(at: .max)
        defer { if wire.isDead { provider.hangUp() } }
        let driver = Driver(
            ledger: Failpointed.ledger(try open(), wire), provider: Failpointed.provider(provider, wire),
            clock: clock
        )
        guard let string else { return driver.run(operation).outcome }
        return driver.run(operation, string: try SecretBytes(copying: string.span)).outcome
    }

    /// Runs `sync` as another process would; returns the outcomes of what it took up.
    @discardableResult
    func sync(wire: Tripwire? = nil) throws -> [Outcome] {
        let wire = wire ?? Tripwire(at: .max)
        defer { if wire.isDead { provider.hangUp() } }
        var outcomes: [Outcome] = []
        let sync = Sync(
            ledger: Failpointed.ledger(try open(), wire), provider: Failpointed.provider(provider, wire),
            clock: clock,
            settle: 3
        ) { outcomes.append($1) }
        _ = try sync.run()
        return outcomes
    }

    /// Provider's tokens = vault's, string for string; nothing is left to do but watching.
    ///
    /// An adopted token keeps its own label where the provider does not take another: that is told, not mended.
    func expectLockstep(_ comment: String, managedElsewhere: Set<TokenID> = [], drifted: Bool = false) throws
    {
        let ledger = try open()
        var sealed: [TokenID: [UInt8]] = [:]
        for record in try ledger.records() where record.state != .gone {
            sealed[record.token.id] = try ledger.string(of: record.id).exposed
            #expect([.active, .retiring].contains(record.state), "\(comment): \(record.state)")
            let named = provider.kept[record.token.id]?.token.label
            #expect(named == record.label.text || (drifted && named != nil), "\(comment)")
        }
        let living = provider.others.filter { !managedElsewhere.contains($0.token.id) }
        #expect(
            sealed == Dictionary(uniqueKeysWithValues: living.map { ($0.token.id, $0.string) }), "\(comment)")
        #expect(try ledger.unfinished(at: clock.now).isEmpty, "\(comment)")
        try ledger.examine()
    }
}

/// A process that holds leases of a world: another one, as far as locks are concerned.
final class Hold {
    let holder: LeaseHolder
    private var file: Descriptor?

    init(beside vault: String) throws {
        let file = try Descriptor(opening: vault + "-lock", O_RDWR | O_CREAT)
        let identity = try file.status().identity
        holder = LeaseHolder(
            boot: try #require(MachineIdentity.boot), machine: MachineIdentity.machine ?? [],
            device: identity.device, inode: identity.inode)
        #expect(try file.lock(byte: holder.byte))
        self.file = consume file
    }

    /// As when the process is killed.
    func end() { file = nil }
}

extension World {
    func hold() throws -> Hold { try Hold(beside: "\(folder.path)/vault.db") }

    func lease(_ holder: LeaseHolder) throws -> Lease {
        Lease(
            try subject("run/x"), scopes: .only(["linodes": .readOnly]),
            expiry: .at(clock.now.advanced(by: 3600)), holder: holder)
    }

    /// Ends the lease as its holder does; `nil` where there is none any more.
    @discardableResult
    func end(wire: Tripwire? = nil) throws -> Outcome? {
        let wire = wire ?? Tripwire(at: .max)
        defer { if wire.isDead { provider.hangUp() } }
        let driver = Driver(
            ledger: Failpointed.ledger(try open(), wire), provider: Failpointed.provider(provider, wire),
            clock: clock)
        var outcome: Outcome?
        driver.resume(try open().operations().filter { $0.operation is Lease }) { outcome = $1 }
        return outcome
    }
}
