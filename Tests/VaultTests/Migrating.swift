import Glibc
import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

// A vault of format 1 as this version opens it, and what can be read of it then.

extension Format1Fixture {
    var state: String { "\(folder.path)/state" }
    var door: VaultFile { VaultFile(path: path, state: state) }
    /// The format word of the file.
    var format: String { SQLText.rows("PRAGMA user_version", in: path).first ?? "" }

    func unlocking() throws -> Unlocking {
        .passphrase(try SecretBytes(known: expected.unlocking.recovery))
    }

    func open() throws -> any UnlockedVault { try door.open(unlocking()) }

    /// A change of the vault that changes nothing else.
    func change(_ vault: any UnlockedVault) throws {
        let entry = AuditEntry(.granted, time: Instant(seconds: 1_800_000_000), label: "changed")
        try vault.commit(OperationID(), journal: nil, changes: [.note(entry)], string: nil)
    }

    /// Opens it and makes a change: now it is migrated.
    @discardableResult
    func migrated() throws -> any UnlockedVault {
        let vault = try open()
        try change(vault)
        return vault
    }

    /// Nothing but the vault and what SQLite and Lockstep always keep beside it.
    func expectNoRemains(_ comment: String = "") {
        let usual: Set = ["vault.db", "vault.db-wal", "vault.db-shm", "vault.db-lock", "state"]
        let names = Set(TemporaryFolder.names(in: folder.path))
        #expect(names.isSubset(of: usual), "\(comment) \(names.subtracting(usual).sorted())")
    }

    /// Everything that can be read has to be what another reader found in the vault when it was of format 1.
    func expectSame(_ vault: any UnlockedVault, _ comment: String = "") throws {
        let found = try VaultContents(vault, like: expected)
        let wanted = try VaultContents(expected)
        #expect(found.accounts == wanted.accounts, "\(comment)")
        #expect(found.records == wanted.records, "\(comment)")
        #expect(found.settings == wanted.settings, "\(comment)")
        #expect(found.operations == wanted.operations, "\(comment)")
        #expect(found.reservations == wanted.reservations, "\(comment)")
        #expect(found.receipts == wanted.receipts, "\(comment)")
        #expect(found.entries.count >= wanted.entries.count, "\(comment)")
        #expect(Array(found.entries.prefix(wanted.entries.count)) == wanted.entries, "\(comment)")
    }
}

/// All that can be read of an open vault.
struct VaultContents {
    var accounts: [Format1Expected.Account]
    var records: [Format1Expected.Record]
    var settings: [String: String]
    /// Each with the bytes that this version writes of it.
    var operations: [String: JournalEntry]
    var reservations: [String: String]
    var entries: [Format1Expected.Entry]
    /// The receipts that are verified, by record, with the key that did it.
    var receipts: [String: String]

    /// What was written down of a vault of format 1, as this version gives it.
    init(_ expected: Format1Expected) throws {
        accounts = expected.accounts
        records = expected.records.map { record in
            var record = record
            // A tombstone's hosts stood in nobody's way, and have no place any more.
            if record.string == nil { record.hosts = nil }
            return record
        }
        settings = expected.settings
        operations = try Dictionary(
            uniqueKeysWithValues: expected.operations.map { row in
                let entry = JournalEntry(try #require(Hex.bytes(row.entry)))
                return (row.id, try OperationKinds.read(format1: entry).journalEntry)
            })
        reservations = Dictionary(
            uniqueKeysWithValues: expected.reservations.map { ($0.label, $0.record) })
        entries = expected.audit.entries.map { entry in
            var entry = entry
            entry.row = 0
            return entry
        }
        receipts = Dictionary(
            uniqueKeysWithValues: expected.records.filter { $0.receipt != nil }
                .map { ($0.id, expected.receiptKey) })
    }

    /// What a vault gives now; `expected` says what to ask for.
    init(_ vault: any UnlockedVault, like expected: Format1Expected) throws {
        let found = try vault.records()
        records = try found.map { record in
            let hosts = try record.state == .gone ? nil : vault.hosts(of: record.id).bytes
            let string =
                try record.state == .gone
                ? nil : String(decoding: vault.string(of: record.id).exposed, as: UTF8.self)
            return Format1Expected.Record(record, hosts: hosts, string: string)
        }.sorted { $0.id < $1.id }
        accounts = try vault.accounts().map { try .init($0, vault.string(of: $0.id)) }
            .sorted { $0.id < $1.id }
        settings = [:]
        for name in [SettingName.askpass, .auditKeep] {
            if let value = try vault.setting(name) { settings[name.text] = Hex.text(value) }
        }
        operations = try Dictionary(
            uniqueKeysWithValues: vault.journal().map { ($0.id.hex, $0.entry) })
        reservations = [:]
        let open = try #require(vault as? OpenVault)
        for kept in expected.reservations {
            let label = try Label(kept.label)
            let entry = try open.read { (transaction) throws(LedgerError) in try transaction.label(label) }
            reservations[kept.label] = entry?.reserved?.hex
            #expect(try vault.record(named: label) == nil)
        }
        entries = try vault.audit().map { .init($0, row: 0) }
        receipts = [:]
        for record in found {
            guard let receipt = record.receipt, let key = vault.key(of: receipt) else { continue }
            receipts[record.id.hex] = Hex.text(key)
        }
    }
}
