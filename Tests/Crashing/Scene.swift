internal import Glibc
internal import Lifecycle
internal import Secrets
internal import TestSupport

@testable import Vault

/// A vault in a folder, and this machine's state beside it: some tokens, and two writers with a few small files each.
struct Scene {
    let folder: String
    private let clock = SystemClock()

    init(_ folder: String) { self.folder = folder }

    var door: VaultFile { VaultFile(path: "\(folder)/data/vault.db", state: "\(folder)/state") }

    func unlocking() throws -> Unlocking {
        let bytes = TemporaryFolder.bytes(of: "\(folder)/key")
        return .keyFile(try SecretBytes(copying: bytes.span))
    }

    func open() throws -> any UnlockedVault { try door.open(unlocking()) }

    /// So many that most tables have more than a page, and a file that is made anew has them in other places.
    static let labels = ["ci"] + (1...15).map { "token-\($0)" }

    /// The string that a label has.
    static func string(of label: String) -> String { "string of \(label)" }

    /// Two processes hand out in turn, and begin a new file after every second time.
    func make() throws {
        TemporaryFolder.write(Random.bytes(32), to: "\(folder)/key")
        unsafe mkdir("\(folder)/data", 0o700)
        let now = clock.now
        try door.make(unlocking(), recovery: try SecretBytes(random: 32), cost: .interactive, at: now)
        try seal(account())
        for label in Scene.labels { try seal(label, in: open()) }
        let writers = [try open(), try open()]
        for number in 0..<20 {
            guard let ledger = writers[number % 2] as? OpenVault else { throw LedgerError(.failed, .vault) }
            _ = try ledger.handOut([try Label("ci")], as: use(now.advanced(by: Int64(number))))
            if number % 4 > 1, number < 16 { try ledger.handOuts.log.opened().taken().beginFile() }
        }
    }

    private func account() throws -> Account {
        let identity = Identity(user: "someone", customer: "C", scopes: .all, isRestricted: false)
        return Account(
            id: RecordID(), name: try Label("work"), identity: identity, token: nil, sealed: clock.now)
    }

    private func seal(_ account: Account) throws {
        try open().seal(account, string: try SecretBytes(known: Scene.string(of: "work")))
    }

    func seal(_ label: String, in ledger: any UnlockedVault) throws {
        guard let account = try ledger.accounts().first else { throw LedgerError(.absent, .account) }
        let string = Scene.string(of: label)
        let token = Token(
            id: .numbered(Int(label.utf8.reduce(UInt32(0)) { $0 &* 31 &+ UInt32($1) } % 1_000_000)),
            label: label,
            scopes: .only(["linodes": .readOnly]), created: clock.now, expiry: .never, prefix: string)
        let record = Record(
            id: RecordID(), account: account.id, label: try Label(label), state: .active, token: token,
            nonce: Nonce(), sealed: clock.now)
        try ledger.commit(
            OperationID(), journal: nil, changes: [.reserve(record.label, for: record.id), .seal(record)],
            string: try SecretBytes(known: string))
    }

    private func use(_ time: Instant) -> HandOutUse {
        HandOutUse(
            verb: "get", time: time, caller: Caller(pid: getpid(), user: geteuid(), executable: "/bin/true"))
    }

    private func entry(_ event: AuditEntry.Event) -> AuditEntry {
        AuditEntry(event, time: clock.now, label: "")
    }

    /// As `audit archive` does; how many entries there are in the archive.
    func archive(as name: String) throws -> UInt64 {
        try open().archiveReadings(
            to: LentFiles(new: "\(folder)/\(name)"), before: nil, noting: entry(.readingsArchived)
        )
        .entries
    }

    /// Hands out after such a time that all that was handed out before is too old to be kept.
    func retire() throws {
        _ = try open().handOut([try Label("ci")], as: use(clock.now.advanced(by: 500 * 86_400)))
    }

    /// As `doctor --repair` does; whether there was anything to mend.
    func repair() throws -> Bool { try door.repair(unlocking(), noting: entry(.repaired)) }
}
