import Glibc
import Lifecycle
import Secrets
import TestSupport

@testable import Vault

/// A vault in a folder of its own, opened by key file so that no test pays for Argon2id.
final class Fixture {
    let folder = TemporaryFolder()
    let clock = ManualClock()
    let keyBytes = Random.bytes(32)
    let account: Account
    let stores = TestStore.make()
    var path: String { "\(folder.path)/data/vault.db" }
    var state: String { "\(folder.path)/state" }
    var door: VaultFile { VaultFile(path: path, state: state, stores: stores) }

    init() throws {
        let identity = Identity(user: "someone", customer: "C", scopes: .all, isRestricted: false)
        account = Account(
            id: RecordID(), name: try Label("work"), identity: identity, token: nil, sealed: clock.now)
        // What is claimed is claimed in a file beside the vault, whatever store that is in.
        unsafe mkdir("\(folder.path)/data", 0o700)
        try door.make(try key(), recovery: try SecretBytes(random: 32), cost: .interactive, at: clock.now)
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
    var counter: UInt64 { mark.map { RowKey.number(Array($0[34..<42])) ?? 0 } ?? 0 }

    /// The vault's id, as the folder of its state has it.
    var vault: [UInt8] { Hex.bytes(TemporaryFolder.names(in: state).first ?? "") ?? [] }

    /// The copy of the mark outside that was written last: behind 4 + 2 + 4 bytes its sequence, then a host's id, the counter.
    private var mark: ArraySlice<UInt8>? {
        let bytes = TemporaryFolder.bytes(of: "\(state)/\(Hex.text(vault))/state")
        guard bytes.count == 8192 else { return nil }
        return [bytes[..<512], bytes[4096..<4608]].map { ArraySlice(Array($0)) }
            .max { Array($0[10..<18]).lexicographicallyPrecedes(Array($1[10..<18])) }
    }

    /// A hand-out of a label, as an application would ask for it.
    @discardableResult
    func handOut(_ label: String, from ledger: any UnlockedVault) throws -> [UInt8]? {
        let use = HandOutUse(
            verb: "get", time: clock.now, caller: Caller(pid: 1, user: 0, executable: "/bin/true"))
        return try ledger.handOut([Label(label)], as: use).first?.string.exposed
    }

    /// All bytes of all files of the vault.
    var everything: [UInt8] {
        TemporaryFolder.names(in: "\(folder.path)/data").flatMap {
            TemporaryFolder.bytes(of: "\(folder.path)/data/\($0)")
        }
    }
}
