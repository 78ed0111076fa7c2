internal import Lifecycle
internal import Secrets
internal import TestSupport
internal import Vault

/// A vault in a folder of its own, opened by key file so that no test pays for Argon2id.
final class Fixture {
    let folder = TemporaryFolder()
    let clock = ManualClock()
    let keyBytes = Random.bytes(32)
    let account: Account
    var path: String { "\(folder.path)/data/vault.db" }
    var state: String { "\(folder.path)/state" }
    var door: VaultFile { VaultFile(path: path, state: state) }

    init() throws {
        let identity = Identity(user: "someone", customer: "C", scopes: .all, isRestricted: false)
        account = Account(
            id: RecordID(), name: try Label("work"), identity: identity, token: nil, sealed: clock.now)
        _ = try door.make(try key(), cost: .interactive, at: clock.now)
        try open().seal(account, string: try SecretBytes(known: "provisioning-string"))
    }

    func key() throws -> Unlocking {
        let bytes = keyBytes
        let secret = try SecretBytes(copying: bytes.span)
        return .keyFile(secret)
    }

    func open() throws -> any UnlockedVault { try door.open(try key()) }

    /// Seals a record with a known string, as a creation would.
    @discardableResult
    func seal(
        _ label: String, _ string: String, in ledger: any UnlockedVault, state: Record.State = .active,
        expiry: Expiry = .never
    ) throws -> Record {
        let label = try Label(label)
        let token = Token(
            id: .numbered(Int(label.text.hashValue.magnitude % 1_000_000) + 1), label: label.text,
            scopes: .only(["linodes": .readOnly]), created: clock.now, expiry: expiry,
            prefix: String(string.prefix(16)))
        let record = Record(
            id: RecordID(), account: account.id, label: label, state: state, token: token, nonce: Nonce(),
            sealed: clock.now)
        try ledger.commit(
            OperationID(), journal: nil, changes: [.reserve(label, for: record.id), .seal(record)],
            string: try SecretBytes(known: string))
        return record
    }

    /// Purges a record, as the end of a revocation would.
    func purge(_ record: Record, in ledger: any UnlockedVault) throws {
        let proof = Proof(deletion: .deleted, refused: clock.now)
        try ledger.commit(
            OperationID(), journal: nil, changes: [.purge(record.id, proof: proof)], string: nil)
    }

    /// The highest counter that is kept outside of the vault.
    var counter: Int {
        let name = TemporaryFolder.names(in: state).first { $0.hasSuffix(".counter") } ?? ""
        let text = String(decoding: TemporaryFolder.bytes(of: "\(state)/\(name)"), as: UTF8.self)
        return Int(text.split(separator: "\n").first ?? "") ?? 0
    }

    /// All bytes of all files of the vault.
    var everything: [UInt8] {
        TemporaryFolder.names(in: "\(folder.path)/data").flatMap {
            TemporaryFolder.bytes(of: "\(folder.path)/data/\($0)")
        }
    }
}
