import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A vault that a later version has written to")
struct FutureTests {
    let fixture: Fixture
    private let vault: OpenVault
    private let record: Record

    init() throws {
        fixture = try Fixture()
        vault = try #require(try fixture.open() as? OpenVault)
        record = try fixture.seal("ci", "one", in: vault)
        try fixture.seal("other", "two", in: vault)
    }

    /// Adds a field to a record, its label, its account or the head, as a later version would.
    private func add(_ number: UInt8, to part: String) throws {
        try vault.write { (transaction) throws(LedgerError) in
            switch part {
            case "record":
                guard var stored = try transaction.stored(record.id) else { throw LedgerError(.absent) }
                stored.record.others[number] = [7, 7]
                try transaction.store(stored.item)
            case "label":
                guard var entry = try transaction.label(record.label) else { throw LedgerError(.absent) }
                entry.others[number] = [7, 7]
                try transaction.store(entry)
            case "account":
                guard let known = try transaction.storedAccount(fixture.account.id) else {
                    throw LedgerError(.absent)
                }
                var account = known.account
                account.others[number] = [7, 7]
                try transaction.store(StoredAccount(account, known.cell).item)
            default: transaction.head.others[number] = [7, 7]
            }
            transaction.append(AuditEntry(.settingChanged, time: fixture.clock.now, label: ""))
        }
    }

    @Test("optional fields are kept byte for byte when what holds them is written again")
    func optional() throws {
        for part in ["record", "label", "account", "head"] { try add(0x70, to: part) }
        try fixture.make(.permit(record.id, .add(Grant(unit: "web.service"))), in: vault)
        try fixture.make(.move(record.id, to: .revoking), in: vault)
        try vault.seal(fixture.account, string: try SecretBytes(known: "another"))
        try fixture.rekey(vault)
        let again = try #require(try fixture.open() as? OpenVault)
        try again.read { (transaction) throws(LedgerError) in
            #expect(try transaction.stored(record.id)?.record.others[0x70] == [7, 7])
            #expect(try transaction.label(record.label)?.others[0x70] == [7, 7])
            #expect(try transaction.storedAccount(fixture.account.id)?.account.others[0x70] == [7, 7])
            #expect(transaction.head.others[0x70] == [7, 7])
        }
        try again.examine()
    }

    @Test(
        "a critical field refuses what holds it, and nothing else", arguments: ["record", "label", "account"])
    func critical(_ part: String) throws {
        try add(0xF0, to: part)
        let ledger = try fixture.open()
        #expect(try fixture.handOut("other", from: ledger) == Array("two".utf8))
        if part != "account" {
            #expect(throws: LedgerError.self) { try fixture.handOut("ci", from: ledger) }
            let error = #expect(throws: LedgerError.self) { try ledger.record(named: record.label) }
            #expect(error?.code == .newer)
        }
        #expect(try ledger.records().contains { $0.label.text == "other" })
        let found = try fixture.door.examine(try fixture.key())
        #expect(!found.damages.isEmpty && found.damages.allSatisfy { $0.code == .newer }, "\(found.damages)")
        #expect(found.whole.contains { $0.label.text == "other" })
        // It is not changed, and nothing is taken from under it.
        if part != "account" {
            #expect(throws: LedgerError.self) { try fixture.purge(record, in: ledger) }
            #expect(throws: LedgerError.self) { try fixture.seal("ci", "another", in: ledger) }
        }
        #expect(throws: LedgerError.self) { try vault.wipe(fixture.account, at: fixture.clock.now) }
    }

    @Test("a kind of item that need not be known is kept, also by new keys; one that must be is told")
    func kinds() throws {
        let key = Random.bytes(16)
        let put = { (kind: UInt8) in
            try vault.write { (transaction) throws(LedgerError) in
                let item = try Item(key, plain: [kind, 1, 2, 3])
                try transaction.store(item)
            }
        }
        try put(0x50)
        try fixture.rekey(vault)
        let again = try #require(try fixture.open() as? OpenVault)
        try again.read { (transaction) throws(LedgerError) in
            #expect(try transaction.item(key)?.plain == [0x50, 1, 2, 3])
        }
        try again.examine()
        #expect(try again.records().count == 2)
        #expect(throws: LedgerError(.newer, .item)) { try put(0xD0) }
    }

    @Test("a later format word, or blob, is newer, in whichever copy", arguments: DoorRow.allCases)
    func words(_ row: DoorRow) throws {
        let key = RowKey(.first, row.rawValue)
        var value = try fixture.value(key)
        if row == .door { value[5] = 3 } else { value[0] = 2 }
        try fixture.forge(row.writes(value))
        let error = #expect(throws: LedgerError.self) { try fixture.open() }
        #expect(error?.code == .newer)
    }
}
