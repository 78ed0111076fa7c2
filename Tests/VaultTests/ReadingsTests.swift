import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("The reading log")
struct ReadingsTests {
    @Test("what is appended is read, newest first, and proven")
    func roundTrip() throws {
        let fixture = try ReadingsFixture()
        let log = fixture.open()
        try log.append([ReadingsFixture.entry("ci", 1), ReadingsFixture.entry("deploy", 2)])
        try log.append([ReadingsFixture.entry("ci", 3)])
        #expect(try fixture.times() == [3, 2, 1])
        try log.sync()
        let verdict = try log.verify(against: try log.ends())
        #expect(verdict.findings.isEmpty)
        #expect((verdict.writers, verdict.files, verdict.batches, verdict.entries) == (1, 1, 2, 3))
        #expect(verdict.inUse == 1)
    }

    @Test("entries are what was appended, in every field")
    func entries() throws {
        let fixture = try ReadingsFixture()
        var refused = AuditEntry(.refused, time: Instant(seconds: 5), label: "Größe", detail: "run")
        refused.token = TokenID(number: 77)
        let all = [ReadingsFixture.entry("ci", 4), refused]
        try fixture.open().append(all)
        var cursor = try fixture.open().entries()
        #expect(try [cursor.next(), cursor.next(), cursor.next()] == [refused, all[0], nil])
    }

    @Test("a process goes on with the chain of one that ended, and another at the same time has its own")
    func writers() throws {
        let fixture = try ReadingsFixture()
        try fixture.fill(2)
        try fixture.fill(2, from: 3)
        #expect(fixture.names.count == 2)
        let (first, second) = (fixture.open(), fixture.open())
        try first.append([ReadingsFixture.entry("ci", 5)])
        try second.append([ReadingsFixture.entry("ci", 6)])
        #expect(fixture.names.count == 4)
        #expect(try fixture.times() == [6, 5, 4, 3, 2, 1])
        #expect(try fixture.findings() == [])
        try first.sync()
        try second.sync()
        #expect(try first.ends().map(\.batches).sorted() == [1, 5])
    }

    @Test("where as many write as may, the next one is told that all are busy")
    func busy() throws {
        var limits = ReadingLimits()
        limits.writers = 2
        let fixture = try ReadingsFixture(limits: limits)
        let open = [fixture.open(), fixture.open(), fixture.open()]
        for log in open.prefix(2) { try log.append([ReadingsFixture.entry("ci")]) }
        #expect { try open[2].append([ReadingsFixture.entry("ci")]) } throws: {
            ($0 as? LedgerError)?.code == .busy
        }
        #expect(try fixture.times().count == 2)
    }

    @Test("a new epoch goes on with the same chain, and earlier keys read what is before it")
    func epochs() throws {
        let fixture = try ReadingsFixture()
        try fixture.fill(2)
        let keys = try ReadingsFixture.keys(fixture.vault, epochs: 2)
        try FileReadingLog(in: fixture.folder, keys).append([ReadingsFixture.entry("ci", 3)])
        let verdict = try FileReadingLog(in: fixture.folder, keys).verify(against: [])
        #expect(verdict.findings.isEmpty && verdict.batches == 3)
        // Whoever has the keys of before only has an older copy of the vault.
        #expect { try fixture.open().append([ReadingsFixture.entry("ci")]) } throws: {
            ($0 as? LedgerError)?.code == .older
        }
    }

    @Test("an entry of any size is whole, or was never there", arguments: [0, 1, 4000, 200_000])
    func sizes(_ size: Int) throws {
        let fixture = try ReadingsFixture()
        let label = String(repeating: "x", count: size)
        for time in 1...3 { try fixture.open().append([ReadingsFixture.entry(label, Int64(time))]) }
        #expect(try fixture.times() == [3, 2, 1])
        #expect(try fixture.findings() == [])
    }
}
