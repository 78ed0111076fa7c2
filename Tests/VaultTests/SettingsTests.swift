import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("Settings in the vault")
struct SettingsTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private func set(_ name: SettingName, _ value: [UInt8]?, in ledger: any UnlockedVault) throws {
        let entry = AuditEntry(.settingChanged, time: fixture.clock.now, label: "", detail: "askpass")
        try ledger.commit(
            OperationID(), journal: nil, changes: [.set(name, to: value, noting: entry)], string: nil)
    }

    @Test("are found by name in a vault opened anew, change in place, go, and each change is in the log")
    func roundTrip() throws {
        let ledger = try fixture.open()
        #expect(try ledger.setting(.askpass) == nil)
        for value: [UInt8]? in [Array("/usr/bin/ask".utf8), [], Array("/bin/other".utf8)] {
            try set(.askpass, value, in: ledger)
            #expect(try fixture.open().setting(.askpass) == value)
        }
        #expect(try ledger.setting(.auditKeep) == nil)
        #expect(try fixture.door.examine(try fixture.key()).settings == 1)
        try set(.askpass, nil, in: ledger)
        try set(.askpass, nil, in: ledger)
        #expect(try fixture.open().setting(.askpass) == nil)
        #expect(try ledger.audit().filter { $0.event == .settingChanged }.count == 5)
        let found = try fixture.door.examine(try fixture.key())
        #expect(found.settings == 0 && found.damages.isEmpty)
        try ledger.examine()
    }

    @Test("a record's hosts go with its string")
    func hosts() throws {
        let ledger = try fixture.open()
        let record = try fixture.seal("ci", "one", in: ledger)
        var hosts = HostBindings()
        hosts.destinations = [try #require(Destination("https://git.example"))]
        let entry = AuditEntry(.settingChanged, time: fixture.clock.now, label: "ci")
        try ledger.commit(
            OperationID(), journal: nil, changes: [.bind(record.id, hosts, noting: entry)], string: nil)
        #expect(try fixture.open().hosts(of: record.id) == hosts)
        try fixture.purge(record, in: ledger)
        #expect(try ledger.hosts(of: record.id) == HostBindings())
        try ledger.examine()
    }

    /// What becomes of the rows of two settings.
    enum Deed: CaseIterable {
        case changed, deleted, swapped, copied
    }

    @Test(
        "that were changed, taken away or exchanged are told as altered by reading, examine and doctor",
        arguments: Deed.allCases)
    func altered(_ deed: Deed) throws {
        let ledger = try #require(try fixture.open() as? OpenVault)
        let names = [SettingName.askpass, .auditKeep]
        for name in names { try set(name, [1, 2, 3], in: ledger) }
        let keys = names.map { RowKey(.items, Name.setting($0.text).key(with: ledger.keys.current)) }
        let values = try keys.map { try fixture.value($0) }
        let forged: [[UInt8]?] =
            switch deed {
            case .changed: values.map { Array($0.dropLast()) + [$0[$0.count - 1] ^ 1] }
            case .deleted: [nil, nil]
            case .swapped: values.reversed()
            case .copied: [values[0], values[0]]
            }
        try fixture.forge(zip(keys, forged).map { RowWrite(key: $0, value: $1) })
        let failures = names.filter { name in
            do throws(LedgerError) {
                _ = try ledger.setting(name)
                return false
            } catch { return error.code == .altered }
        }
        #expect(failures == (deed == .copied ? [.auditKeep] : names))
        #expect(throws: LedgerError.self) { try ledger.examine() }
        #expect(try !fixture.door.examine(try fixture.key()).damages.isEmpty)
    }
}

@Suite("The fields of an account")
struct AccountFieldTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private func decoded(_ bytes: [UInt8]) throws -> Account {
        var reader = Reader(bytes)
        return try Account(id: fixture.account.id, fields: NumberedFields(from: &reader))
    }

    @Test("keep the address, and have none where there is none")
    func address() throws {
        var account = fixture.account
        account.address = nil
        #expect(try decoded(account.fields.bytes) == account)
        account.address = ProviderAddress("https://api.example.com")
        #expect(try decoded(account.fields.bytes).address == ProviderAddress("https://api.example.com"))
    }

    @Test("that a later version adds are kept byte for byte, and refused where they are critical")
    func unknown() throws {
        var fields = fixture.account.fields
        fields[0x70] = [9, 8, 7]
        var account = try decoded(fields.bytes)
        #expect(account.fields == fields)
        account.address = ProviderAddress("https://a.example")
        #expect(account.fields[0x70] == [9, 8, 7])
        fields[0xF0] = []
        #expect(throws: SecretsError.later) { try decoded(fields.bytes) }
        for wrong in [[0x02, 0, 0, 0, 0], [0xFF, 0, 0, 0, 2, 1], [0xFF, 0, 0, 0]] as [[UInt8]] {
            #expect(throws: SecretsError.malformed) { try decoded(fixture.account.fields.bytes + wrong) }
        }
    }
}
