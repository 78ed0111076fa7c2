import Glibc
import Lifecycle
import Platform
import TestSupport
import Testing

@testable import Vault

@Suite("Summaries of a reading log")
struct ReadingsSummaryTests {
    /// Files and summaries so small that a few batches fill them.
    static var small: ReadingLimits {
        var limits = ReadingLimits()
        (limits.file, limits.summary) = (4000, 1000)
        return limits
    }

    @Test(
        "who had a generation first, last and how often is known, whatever the number of processes and files")
    func counts() throws {
        let fixture = try ReadingsFixture(limits: Self.small)
        for process in 0..<6 {
            let log = fixture.open()
            for number in 0..<40 {
                let time = Int64(process * 100 + number)
                try log.append([
                    ReadingsFixture.entry("ci", time, by: "/bin/\(number % 3)"),
                    ReadingsFixture.entry("ci", time, generation: 2), ReadingsFixture.entry("other", time),
                ])
            }
        }
        #expect(fixture.names.count > 4)
        let found = try fixture.open().readings(of: "ci")
        #expect(found.map(\.generation) == [1, 2])
        #expect(found[0].all == ReadingCount(first: 0, last: 539, count: 240))
        #expect(found[0].readers.map(\.reader.executable).sorted() == ["/bin/0", "/bin/1", "/bin/2"])
        #expect(found[0].readers.first { $0.reader.executable == "/bin/2" }?.count.count == 78)
        #expect(found[1].readers.count == 1 && !found[1].isIncomplete)
        #expect(try fixture.open().readings(of: nil).count == 3)
        #expect(try fixture.findings() == [])
        #expect(try fixture.times().count == 720)
    }

    @Test("entries of one batch that are alike are each read, and each counted")
    func alike() throws {
        let fixture = try ReadingsFixture(limits: Self.small)
        let log = fixture.open()
        for time in 0..<20 {
            let (a, b) = (ReadingsFixture.entry("a", Int64(time)), ReadingsFixture.entry("b", Int64(time)))
            try log.append([(a, 3), (b, 1), (a, 1), (b, 2)].map { RepeatedEntry(entry: $0, times: $1) })
        }
        #expect(fixture.names.count > 2)
        let found = try fixture.open().readings(of: nil)
        #expect(found.map(\.label) == ["a", "b"])
        #expect(found.map(\.all.count) == [80, 60] && found.map { $0.readers[0].count.count } == [80, 60])
        #expect(try fixture.times() == (0..<20).reversed().flatMap { [Int64](repeating: $0, count: 7) })
        #expect(try fixture.findings() == [])
    }

    @Test("one that does not tell what was handed out before it is noticed")
    func untrue() throws {
        for (count, last) in [(3, 3), (5, 4), (4, 5)] as [(Int, Int64)] {
            let fixture = try ReadingsFixture()
            let log = fixture.open()
            for time in 1...4 { try log.append([ReadingsFixture.entry("ci", Int64(time))]) }
            let writer = try log.taken()
            writer.tally = ReadingTally()
            writer.tally?.add(ReadingsFixture.entry("ci", 1), times: count - 1)
            writer.tally?.add(ReadingsFixture.entry("ci", last))
            try writer.summarize()
            try log.sync()
            #expect(
                try fixture.findings() == (count == 4 && last == 4 ? [] : [.altered]), "\(count), \(last)")
        }
    }

    @Test("what was read last is not missing in one; what was read before all that it tells of may be")
    func incomplete() throws {
        for (kept, wanted) in [("new", []), ("old", [.altered])] as [(String, [ReadingVerdict.Finding.Kind])]
        {
            let fixture = try ReadingsFixture()
            let log = fixture.open()
            try log.append([ReadingsFixture.entry("old", 1)])
            try log.append([ReadingsFixture.entry("new", 2)])
            let writer = try log.taken()
            writer.tally = ReadingTally()
            writer.tally?.add(ReadingsFixture.entry(kept, kept == "new" ? 2 : 1))
            try writer.summarize()
            try log.sync()
            #expect(try fixture.findings() == wanted, "\(kept)")
        }
    }

    @Test("the end record's word on where the last one is, and how far the log is durable, is looked at")
    func places() throws {
        let fixture = try ReadingsFixture()
        let log = fixture.open()
        for time in 1...3 { try log.append([ReadingsFixture.entry("ci", Int64(time))]) }
        let writer = try log.taken()
        try writer.summarize()
        try log.sync()
        let (known, place) = (writer.known, try #require(writer.summary))
        let elsewhere = SummaryPlace(file: 1, offset: 0, batch: 0, length: place.length)
        let beyond = SummaryPlace(file: 1, offset: place.offset, batch: 9, length: place.length)
        for wrong in [elsewhere, beyond] {
            writer.known.summary = wrong
            _ = writer.writeEnd()
            #expect(try fixture.findings() == [.end])
        }
        writer.known = known
        writer.known.durable.offset -= 1
        _ = writer.writeEnd()
        #expect(try fixture.findings() == [.replaced])
        writer.known = known
        _ = writer.writeEnd()
        #expect(try fixture.findings() == [])
    }

    @Test("what two processes counted at the same time is added up")
    func several() throws {
        let fixture = try ReadingsFixture(limits: Self.small)
        let logs = [fixture.open(), fixture.open()]
        for time in 0..<100 { try logs[time % 2].append([ReadingsFixture.entry("ci", Int64(time))]) }
        let found = try fixture.open().readings(of: "ci")
        #expect(found.map(\.all) == [ReadingCount(first: 0, last: 99, count: 100)])
        #expect(found[0].readers.map(\.count.count) == [100])
    }

    @Test("refusals are entries and not readings")
    func refusals() throws {
        let fixture = try ReadingsFixture()
        try fixture.open().append([AuditEntry(.refused, time: Instant(seconds: 1), label: "ci")])
        #expect(try fixture.open().readings(of: "ci") == [] && fixture.times() == [1])
    }

    @Test("after 64 readers of a generation it says that there were more")
    func many() throws {
        let fixture = try ReadingsFixture(limits: Self.small)
        for number in 0..<70 {
            try fixture.open().append([ReadingsFixture.entry("ci", Int64(number), by: "/bin/\(number)")])
        }
        let found = try fixture.open().readings(of: "ci")
        #expect(found[0].readers.count == 64 && found[0].isIncomplete && found[0].all.count == 70)
    }

    @Test("no more is read than twice a summary, or the least size for one")
    func bounded() throws {
        let fixture = try ReadingsFixture(limits: Self.small)
        for time in 0..<500 {
            let log = fixture.open()
            try log.append([ReadingsFixture.entry("ci", Int64(time))])
            let writer = try log.taken()
            #expect(writer.sinceSummary <= max(1000, 2 * (writer.summary?.length ?? 0)) + 300)
        }
    }

    @Test("a file that is full is closed, and the next one begins with a summary")
    func files() throws {
        let fixture = try ReadingsFixture(limits: Self.small)
        let log = fixture.open()
        for time in 0..<200 { try log.append([ReadingsFixture.entry("ci", Int64(time))]) }
        try log.sync()
        let writer = try log.taken()
        let files = try #require(try fixture.folder.contents().files[writer.id])
        #expect(files == Array(1...writer.file) && files.count > 4)
        for file in files.dropLast() {
            #expect((4000..<5000).contains(Files.size(of: fixture.folder.log(writer.id, file))))
        }
        let verdict = try log.verify(against: try log.ends())
        #expect(verdict.findings.isEmpty && verdict.files == files.count && verdict.entries == 200)
    }

    @Test("a process that is killed after it began a file, and before anything was in it, is gone on from")
    func killed() throws {
        let fixture = try ReadingsFixture(limits: Self.small)
        let log = fixture.open()
        for time in 0..<100 { try log.append([ReadingsFixture.entry("ci", Int64(time))]) }
        let writer = try log.taken()
        try writer.beginFile()
        let (path, number) = (writer.log.path, writer.file)
        for isThere in [true, false] {
            try fixture.copy(without: path) { copy in
                if isThere { TemporaryFolder.write([], to: "\(copy.folder.path)/\(Path.name(of: path))") }
                try copy.open().append([ReadingsFixture.entry("ci", 100)])
                #expect(try copy.findings() == [])
                #expect(try copy.times() == (0...100).reversed().map { $0 })
                let taken = try copy.open().taken()
                #expect(taken.file == number && taken.summary?.file == number)
                #expect(try copy.open().readings(of: "ci").map(\.all.count) == [101])
            }
        }
    }

    @Test("a file missing in the middle is noticed")
    func gone() throws {
        let fixture = try ReadingsFixture(limits: Self.small)
        try fixture.fill(200)
        let writer = try #require(try fixture.open().ends().first).writer
        unsafe unlink(fixture.folder.log(writer, 2))
        #expect(try fixture.findings() == [.gone])
        let other = try ReadingsFixture(limits: Self.small)
        try other.fill(200)
        let second = try #require(try other.open().ends().first).writer
        unsafe unlink(other.folder.log(second, 1))
        #expect(try other.findings() == [.gone])
    }

    @Test("a closed file that is shorter than it was is noticed", arguments: [1, 10])
    func shortened(_ count: Int) throws {
        let fixture = try ReadingsFixture(limits: Self.small)
        try fixture.fill(200)
        let path = fixture.folder.log(try #require(try fixture.open().ends().first).writer, 2)
        let starts = ReadingsFixture.frames(path)
        for length in [starts[starts.count - 1 - count], starts[starts.count - 1 - count] - 5] {
            ReadingsFixture.change(path) { $0.removeSubrange(length...) }
            let found = try fixture.findings()
            #expect(found == [.gone] || found == [.altered])
        }
    }

    @Test("whoever follows is given each entry once, of writers that come later, too")
    func following() throws {
        let fixture = try ReadingsFixture(limits: Self.small)
        try fixture.fill(3)
        var follower = try ReadingFollower(fixture.folder, fixture.keys)
        #expect(try follower.news().isEmpty)
        let log = fixture.open()
        for time in 4...60 { try log.append([ReadingsFixture.entry("ci", Int64(time))]) }
        #expect(try follower.news().map(\.time.seconds) == Array(4...60))
        let other = fixture.open()
        try other.append([ReadingsFixture.entry("ci", 61)])
        try log.append([ReadingsFixture.entry("ci", 62)])
        #expect(try follower.news().map(\.time.seconds) == [61, 62])
        #expect(try follower.news().isEmpty)
    }
}
