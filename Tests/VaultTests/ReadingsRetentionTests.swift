import Glibc
import Lifecycle
import Platform
import TestSupport
import Testing

@testable import Vault

@Suite("Retention of a reading log")
struct ReadingsRetentionTests {
    let fixture: ReadingsFixture

    init() throws {
        fixture = try ReadingsFixture(limits: ReadingsSummaryTests.small)
        try fixture.fill(200)
    }

    private var total: Int { fixture.names.reduce(0) { $0 + Files.size(of: "\(fixture.folder.path)/\($1)") } }

    @Test("files whose entries are all too old are removed whole, and what stays is proven")
    func old() throws {
        let log = fixture.open()
        let before = try fixture.times()
        let removal = try log.retire(olderThan: Instant(seconds: 101), keeping: .max)
        // Nothing says that it is time to look: the files were written to just now.
        #expect(removal == ReadingRemoval())
        let forced = try fixture.retire(olderThan: 101)
        #expect(forced.files > 1 && forced.entries > 50 && forced.entries <= 100)
        let verdict = try fixture.open().verify(against: try fixture.open().ends())
        #expect(verdict.findings.isEmpty && verdict.removed == forced.entries)
        #expect(verdict.entries + forced.entries == 200)
        #expect(try fixture.times() == Array(before.dropLast(Int(forced.entries))))
        #expect(try fixture.open().readings(of: "ci").map(\.all.count) == [200])
    }

    @Test("more than is kept is removed, the oldest first, and never the open file")
    func large() throws {
        let removal = try fixture.open().retire(olderThan: Instant(seconds: 0), keeping: 20_000)
        #expect(removal.files > 1 && total <= 20_000 + 8192)
        #expect(try fixture.findings() == [])
        _ = try fixture.open().retire(olderThan: Instant(seconds: 0), keeping: 0)
        #expect(fixture.names.count == 2)
        #expect(try fixture.findings() == [])
        try fixture.fill(10, from: 201)
        #expect(try fixture.times().first == 210 && fixture.findings() == [])
        #expect(try fixture.open().readings(of: "ci").map(\.all.count) == [210])
    }

    @Test("no file goes before the vault has noted its end, where that is asked for")
    func anchored() throws {
        let log = fixture.open()
        #expect(try log.retire(olderThan: Instant(seconds: 0), keeping: 0, anchors: []).files == 0)
        let end = try #require(try log.ends().first)
        let half = ReadingAnchor(host: end.host, writer: end.writer, batches: end.batches / 2, link: end.link)
        let some = try log.retire(olderThan: Instant(seconds: 0), keeping: 0, anchors: [half])
        #expect(some.files > 0)
        let rest = try log.retire(olderThan: Instant(seconds: 0), keeping: 0, anchors: [end])
        #expect(rest.files > 0)
        #expect(try fixture.findings([end]) == [])
    }

    @Test("what another process writes to is passed over")
    func inUse() throws {
        let other = fixture.open()
        try other.taken()
        #expect(try fixture.open().retire(olderThan: Instant(seconds: 0), keeping: 0).passedOver == 1)
        #expect(try other.retire(olderThan: Instant(seconds: 0), keeping: 0).files > 1)
    }

    @Test("a damaged file is not removed, nor any behind it")
    func damaged() throws {
        let writer = try #require(try fixture.open().ends().first).writer
        ReadingsFixture.change(fixture.folder.log(writer, 2)) { $0[100] ^= 1 }
        let names = fixture.names
        #expect(try fixture.open().retire(olderThan: Instant(seconds: 0), keeping: 0).passedOver == 1)
        #expect(fixture.names == names)
    }

    @Test("a file that was removed by hand is told from one that retention removed")
    func byHand() throws {
        let writer = try #require(try fixture.open().ends().first).writer
        _ = try fixture.open().retire(olderThan: Instant(seconds: 0), keeping: 20_000)
        #expect(try fixture.findings() == [])
        let first = try #require(try fixture.folder.contents().files[writer]?.first)
        unsafe unlink(fixture.folder.log(writer, first))
        #expect(try fixture.findings() == [.gone])
    }

    @Test("a process that was killed before it removed what the end calls removed leaves nothing")
    func killed() throws {
        let writer = try #require(try fixture.open().ends().first).writer
        let path = fixture.folder.log(writer, 1)
        let bytes = TemporaryFolder.bytes(of: path)
        _ = try fixture.open().retire(olderThan: Instant(seconds: 0), keeping: 20_000)
        TemporaryFolder.write(bytes, to: path)
        #expect(try fixture.findings() == [])
        #expect(try fixture.times().count < 200)
        _ = try fixture.open().retire(olderThan: Instant(seconds: 0), keeping: 0)
        #expect(!TemporaryFolder.names(in: fixture.folder.path).contains(Path.name(of: path)))
    }

    @Test("what nobody has read for so long is left out of the next summary")
    func forgotten() throws {
        let log = fixture.open()
        try log.append([ReadingsFixture.entry("new", 5000)])
        _ = try log.retire(olderThan: Instant(seconds: 1000), keeping: 0)
        for time in 5001...5100 { try log.append([ReadingsFixture.entry("new", Int64(time))]) }
        #expect(try fixture.open().readings(of: nil).map(\.label) == ["new"])
    }

    @Test("what a process has closed itself goes without being read, and the count is the same")
    func ownFiles() throws {
        let fixture = try ReadingsFixture(limits: ReadingsSummaryTests.small)
        let log = fixture.open()
        for time in 1...200 { try log.append([ReadingsFixture.entry("ci", Int64(time))]) }
        #expect(try log.taken().closedHere.count > 4)
        let removal = try log.retire(olderThan: Instant(seconds: 0), keeping: 8000)
        try log.append([ReadingsFixture.entry("ci", 201)])
        try log.sync()
        let verdict = try log.verify(against: try log.ends())
        #expect(verdict.findings.isEmpty && verdict.removed == removal.entries)
        #expect(verdict.entries + verdict.removed == 201 && removal.entries > 0)
        #expect(try log.readings(of: "ci").map(\.all.count) == [201])
    }
}

extension ReadingsFixture {
    /// Removes what is too old, whenever its files were written to.
    func retire(olderThan oldest: Int64) throws -> ReadingRemoval {
        var retention = ReadingRetention(
            folder, olderThan: Instant(seconds: oldest), keeping: .max, anchors: nil)
        retention.remove(from: [try open().taken()], try folder.contents())
        return retention.removal
    }
}
