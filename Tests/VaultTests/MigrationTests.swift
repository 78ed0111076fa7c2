import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A vault of format 1 that this version opens", .onFiles)
struct MigrationTests {
    @Test("is looked at as it is, without a byte written", arguments: Format1Fixture.names)
    func looked(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        let before = TemporaryFolder.bytes(of: fixture.path)
        let vault = try fixture.open()
        try fixture.expectSame(vault)
        try vault.examine()
        #expect(try vault.audit().count == fixture.expected.audit.entries.count)
        #expect(TemporaryFolder.bytes(of: fixture.path) == before)
        #expect(fixture.format == "1")
        fixture.expectNoRemains()
    }

    @Test(
        "becomes one of this format by the first change, with all that can be read of it",
        arguments: Format1Fixture.names)
    func migrated(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        let vault = try fixture.migrated()
        #expect(fixture.format == "2")
        try fixture.expectSame(vault)
        let again = try fixture.open()
        try fixture.expectSame(again)
        try again.examine()
        #expect(try again.verifyAudit().damages.isEmpty)
        #expect(try again.audit().suffix(2).map(\.event) == [.migrated, .granted])
        fixture.expectNoRemains()
    }

    @Test("opens with every secret that it opened with", arguments: Format1Fixture.names)
    func slots(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        try fixture.migrated()
        if let text = fixture.expected.unlocking.passphrase {
            _ = try fixture.door.open(.passphrase(try SecretBytes(known: text)))
        }
        if let text = fixture.expected.unlocking.keyFile {
            let bytes = try #require(Hex.bytes(text))
            _ = try fixture.door.open(.keyFile(try SecretBytes(copying: bytes.span)))
        }
        #expect(throws: LedgerError.self) {
            _ = try fixture.door.open(.passphrase(try SecretBytes(known: "another passphrase")))
        }
    }

    @Test("goes on from the counter that it had", arguments: Format1Fixture.names)
    func counter(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        let old = TemporaryFolder.bytes(of: fixture.path)
        func counter() throws -> UInt64? { try fixture.door.examine(fixture.unlocking()).counter }
        #expect(try counter() == fixture.expected.counter)
        try fixture.migrated()
        #expect(try counter() == fixture.expected.counter + 2)
        // A copy of what it was is older than what this machine has seen.
        for ending in ["-wal", "-shm"] { unsafe unlink(fixture.path + ending) }
        TemporaryFolder.write(old, to: fixture.path)
        #expect(throws: LedgerError(.older, .head)) { _ = try fixture.open() }
    }

    @Test("hands out what it handed out", arguments: Format1Fixture.names, [false, true])
    func handOut(_ name: String, _ isMigrated: Bool) throws {
        let fixture = try Format1Fixture(name)
        let vault = isMigrated ? try fixture.migrated() : try fixture.open()
        let caller = Caller(pid: 1, user: 0, executable: "/bin/true")
        let time = fixture.expected.audit.entries.map(\.time).max() ?? 0
        let use = HandOutUse(verb: "get", time: Instant(seconds: time), caller: caller)
        var handed = 0
        for record in fixture.expected.records where record.state == 2 && record.grants.isEmpty {
            let label = try Label(record.label)
            let string = try vault.handOut([label], as: use).first?.string.exposed
            #expect(string == record.string.map { Array($0.utf8) })
            handed += 1
        }
        #expect(handed > 0)
        #expect(fixture.format == (isMigrated ? "2" : "1"))
    }

    @Test("is migrated once, whoever else has it open", arguments: Format1Fixture.names)
    func twice(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        let (one, other, reader) = (try fixture.open(), try fixture.open(), try fixture.open())
        try fixture.expectSame(reader)
        try fixture.change(one)
        try fixture.change(other)
        for vault in [one, other, reader] {
            try fixture.expectSame(vault)
            #expect(try vault.audit().filter { $0.event == .migrated }.count == 1)
            #expect(try vault.audit().filter { $0.label == "changed" }.count == 2)
        }
        fixture.expectNoRemains()
    }

    @Test("is migrated beside a reader of format 1, whose look stays whole", arguments: Format1Fixture.names)
    func reader(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        do {
            let contents = try fixture.contents()
            try fixture.expectSame(try fixture.migrated())
            #expect(try Format1Expected(contents, unlocking: fixture.expected.unlocking) == fixture.expected)
        }
        #expect(fixture.format == "2")
        try fixture.expectSame(try fixture.open())
        fixture.expectNoRemains()
    }

    @Test("notices what a program of format 1 has written since it was opened")
    func written() throws {
        let fixture = try Format1Fixture("early")
        let vault = try fixture.open()
        try fixture.expectSame(vault)
        // The same head in another row: a commit of somebody else.
        fixture.sql("UPDATE vault SET head = head")
        try fixture.expectSame(vault)
        fixture.sql("UPDATE vault SET head = zeroblob(40)")
        #expect(throws: LedgerError(.altered, .head)) { _ = try vault.records() }
        #expect(throws: LedgerError(.altered, .head)) { try fixture.change(vault) }
        #expect(fixture.format == "1")
        fixture.expectNoRemains()
    }

    @Test("is not migrated while a program of format 1 is at an operation")
    func busy() throws {
        let fixture = try Format1Fixture("stopped")
        let vault = try fixture.open()
        do {
            let lock = try Descriptor(opening: "\(fixture.path)-lock", O_RDWR | O_CREAT)
            #expect(try lock.lock(byte: 1234))
            #expect(throws: LedgerError(.busy, .lock)) { try fixture.change(vault) }
            #expect(fixture.format == "1")
            fixture.expectNoRemains()
        }
        try fixture.change(vault)
        try fixture.expectSame(vault)
    }

    @Test("that is altered is not migrated, and stays as it is", arguments: Format1Fixture.names)
    func altered(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        fixture.sql("DELETE FROM name WHERE hash = (SELECT hash FROM name LIMIT 1)")
        let before = TemporaryFolder.bytes(of: fixture.path)
        #expect(throws: LedgerError.self) { try fixture.migrated() }
        #expect(TemporaryFolder.bytes(of: fixture.path) == before)
        fixture.expectNoRemains()
    }
}
