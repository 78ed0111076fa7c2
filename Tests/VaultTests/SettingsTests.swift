import Lifecycle
import Secrets
import TestSupport
import Testing
import Vault

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

    @Test(
        "that were changed, taken away, put back or exchanged are told as altered by reading, examine and doctor",
        arguments: [
            "UPDATE item SET metadata = randomblob(99) WHERE kind = 3",
            "DELETE FROM item WHERE kind = 3",
            "DELETE FROM name WHERE item IN (SELECT id FROM item WHERE kind = 3)",
            "UPDATE item SET kind = 1 WHERE kind = 3",
            """
            UPDATE name SET item = (SELECT id FROM item WHERE kind = 3 AND id <> name.item)
            WHERE item IN (SELECT id FROM item WHERE kind = 3)
            """,
        ])
    func altered(_ statement: String) throws {
        let ledger = try fixture.open()
        let other = SettingName.auditKeep
        for name in [.askpass, other] { try set(name, [1, 2, 3], in: ledger) }
        Raw.run(statement, in: fixture.path)
        for name in [.askpass, other] {
            let failure = #expect(throws: LedgerError.self) { try ledger.setting(name) }
            #expect(failure?.code == .altered)
        }
        #expect(throws: LedgerError.self) { try ledger.examine() }
        #expect(try !fixture.door.examine(try fixture.key()).damages.isEmpty)
    }
}

@Suite("The fields behind an account")
struct AccountFieldTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private func encoded(_ account: Account) -> [UInt8] {
        var writer = Writer()
        account.encode(to: &writer)
        return writer.bytes
    }

    private func decoded(_ bytes: [UInt8]) throws -> Account {
        var reader = Reader(bytes)
        let account = try Account(id: fixture.account.id, from: &reader)
        try reader.end()
        return account
    }

    @Test("keep the address, and are nothing where there is none, as before there were any")
    func address() throws {
        var account = fixture.account
        account.address = nil
        let before = encoded(account)
        #expect(try decoded(before) == account)
        account.address = ProviderAddress("https://api.example.com")
        #expect(encoded(account).count == before.count + 1 + 4 + 23)
        #expect(try decoded(encoded(account)).address == ProviderAddress("https://api.example.com"))
        try fixture.open().seal(account, string: try SecretBytes(known: "string"))
        #expect(try fixture.open().accounts().first?.address == ProviderAddress("https://api.example.com"))
    }

    @Test("that a later version adds are kept byte for byte, and refused where they are critical")
    func unknown() throws {
        let plain = encoded(fixture.account)
        let later = plain + [0x02, 0, 0, 0, 1, 9]
        var account = try decoded(later)
        #expect(encoded(account) == later)
        account.address = ProviderAddress("https://a.example")
        #expect(Array(encoded(account).dropFirst(plain.count).prefix(6)) == [0x02, 0, 0, 0, 1, 9])
        for wrong in [
            [0x02, 0, 0, 0, 0, 0x02, 0, 0, 0, 0], [0x03, 0, 0, 0, 0, 0x02, 0, 0, 0, 0],
            [0x81, 0, 0, 0, 1, 0xFF], [0x81, 0, 0, 0, 1, 0x61], [0x02, 0, 0, 0, 2, 1],
        ] as [[UInt8]] {
            #expect(throws: SecretsError.malformed) { try decoded(plain + wrong) }
        }
        #expect(throws: SecretsError.later) { try decoded(plain + [0x82, 0, 0, 0, 0]) }
    }
}
