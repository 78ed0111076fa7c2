import Lifecycle
import Secrets
import TestSupport

@testable import Vault

/// A vault whose rows somebody has changed: opened, and read whole. What opens holds what was in it, or what an older copy held; else it
/// is refused. The bytes are edits of the rows of a vault that is made once a process.
enum VaultOpening {
    private static let made = Result { try Original() }

    static func problem(with bytes: [UInt8]) -> String? {
        guard case .success(let original) = made else { return "no vault: \(made)" }
        var (input, rows) = (FuzzInput(bytes), original.new)
        var edits = 0
        while !input.isEmpty, edits < 24 {
            edit(&rows, &input, original.old)
            edits += 1
        }
        do throws(LedgerError) {
            let found = try original.contents(of: rows)
            return found == original.newContents || found == original.oldContents
                ? nil : "an altered vault opens as \(found)"
        } catch { return nil }
    }

    /// Changes a row, takes it out, puts it in another one's place, or puts back what an older copy has of it.
    private static func edit(_ rows: inout [RowWrite], _ input: inout FuzzInput, _ old: [RowWrite]) {
        let (kind, place) = (input.byte() % 8, input.number() % rows.count)
        let key = rows[place].key
        var value = rows[place].value ?? []
        switch kind {
        case 0:
            guard !value.isEmpty else { return }
            value[input.number() % value.count] ^= max(1, input.byte())
        case 1: value = input.part()
        case 2: value.removeLast(min(value.count, input.number()))
        case 3: value += input.part()
        case 4: value = rows[input.number() % rows.count].value ?? []
        case 5: value = old.first { $0.key == key }?.value ?? []
        case 6:
            let (start, part) = (input.number() % (value.count + 1), input.part())
            value.replaceSubrange(start..<min(value.count, start + part.count), with: part)
        default:
            rows[place] = RowWrite(key: key, value: nil)
            return
        }
        rows[place] = RowWrite(key: key, value: value)
    }
}

/// A vault in memory with two tokens, and the same before the last changes.
private struct Original {
    let old: [RowWrite]
    let new: [RowWrite]
    private(set) var oldContents: [String] = []
    private(set) var newContents: [String] = []
    private let secret = [UInt8](repeating: 0x5A, count: 32)

    init() throws {
        let folder = TemporaryFolder()
        let stores = MemoryStores()
        let door = VaultFile(path: "\(folder.path)/vault.db", state: "\(folder.path)/state", stores: stores)
        try door.make(
            try Original.unlocking(secret), recovery: try SecretBytes(random: 32), cost: .interactive,
            at: Instant(seconds: 0))
        let vault = try door.open(try Original.unlocking(secret))
        let identity = Identity(user: "someone", customer: "C", scopes: .all, isRestricted: false)
        let account = Account(
            id: RecordID(), name: try Label("work"), identity: identity, token: nil,
            sealed: Instant(seconds: 0))
        try vault.seal(account, string: try SecretBytes(known: "provisioning"))
        let first = try Original.seal("first", in: vault, account.id)
        old = Original.rows(stores.rows(at: door.place.path))
        try vault.commit(OperationID(), journal: nil, changes: [.move(first, to: .revoking)], string: nil)
        _ = try Original.seal("second", in: vault, account.id)
        new = Original.rows(stores.rows(at: door.place.path))
        oldContents = try contents(of: old)
        newContents = try contents(of: new)
    }

    private static func unlocking(_ secret: [UInt8]) throws(SecretsError) -> Unlocking {
        .keyFile(try SecretBytes(copying: secret.span))
    }

    private static func rows(_ rows: MemoryRows?) -> [RowWrite] {
        (rows?.state.tables ?? [:]).flatMap { table, rows in
            rows.map { key, value in RowWrite(key: RowKey(table, key), value: value) }
        }.sorted { $0.key < $1.key }
    }

    private static func seal(
        _ label: String, in vault: any UnlockedVault, _ account: RecordID
    ) throws -> RecordID {
        let token = Token(
            id: 7, label: label, scopes: .all, created: nil, expiry: .never, prefix: "0123456789abcdef")
        let record = Record(
            id: RecordID(), account: account, label: try Label(label), state: .active, token: token,
            nonce: Nonce(), sealed: Instant(seconds: 0))
        try vault.commit(
            OperationID(), journal: nil, changes: [.reserve(record.label, for: record.id), .seal(record)],
            string: try SecretBytes(known: "string of \(label)"))
        return record.id
    }

    /// Opens the rows by the key file, and reads every record, string, account and entry.
    func contents(of rows: [RowWrite]) throws(LedgerError) -> [String] {
        let memory = MemoryRows()
        memory.put(rows.filter { $0.value != nil })
        let store = MemoryRowStore(memory)
        try store.begin(writing: false)
        let unlocking = try opening(.keys) { () throws(SecretsError) in try Original.unlocking(secret) }
        let keyring = try Entrance(store).unlock(store, with: unlocking)
        let transaction = try Transaction(store, keyring)
        var found: [String] = []
        try transaction.eachRecord { (record) throws(LedgerError) in
            found.append("\(record.label.text) \(record.state) \(record.token.scopes.text)")
        }
        try transaction.eachRecord { (record) throws(LedgerError) in
            found.append("\(try transaction.credential(of: record.id).string.exposed)")
        }
        for account in try transaction.accounts() { found.append(account.name.text) }
        let entries = try ChangeLog(store, keyring, transaction.head).verify()
        return found + ["\(entries) changes"]
    }
}
