import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("Archives of a reading log")
struct ReadingsArchiveTests {
    let fixture: ReadingsFixture
    let path: String

    init() throws {
        fixture = try ReadingsFixture(limits: ReadingsSummaryTests.small)
        try fixture.fill(200)
        path = "\(fixture.temporary.path)/archive"
    }

    @discardableResult
    private func archive(before: Int64? = nil) throws -> ReadingRemoval {
        let file = try Files.make(path)
        let archiver = try fixture.open().archive(to: file, before: before.map { Instant(seconds: $0) })
        try archiver.remove()
        return archiver.removal
    }

    private func read() throws -> [Int64] {
        var times: [Int64] = []
        try ReadingArchive(LentFiles(opening: path).archive(), fixture.keys).read {
            times.append($0.time.seconds)
        }
        return times
    }

    @Test("all that is not in use is taken away, and is in the archive")
    func all() throws {
        let removal = try archive()
        #expect(removal.entries == 200 && removal.passedOver == 0)
        #expect(try read() == Array(1...200))
        #expect(try fixture.times() == [])
        let verdict = try fixture.open().verify(against: try fixture.open().ends())
        #expect(verdict.findings.isEmpty && verdict.removed == 200)
        #expect(try fixture.open().readings(of: "ci").map(\.all.count) == [200])
        try fixture.fill(3, from: 201)
        #expect(try fixture.times() == [203, 202, 201] && fixture.findings() == [])
    }

    @Test("only files that are older are taken away where a moment is named")
    func before() throws {
        let removal = try archive(before: 101)
        #expect((50...100).contains(removal.entries))
        #expect(try read() + fixture.times().reversed() == Array(1...200))
        #expect(try fixture.findings() == [])
    }

    @Test("nothing is removed before it is asked for")
    func kept() throws {
        let file = try Files.make(path)
        _ = try fixture.open().archive(to: file)
        #expect(try fixture.times().count == 200 && read().count == 200)
    }

    @Test("what is already archived is not archived again")
    func twice() throws {
        try archive()
        unsafe unlink(path)
        #expect(try archive().entries == 0)
        #expect(try read() == [])
    }

    @Test("any bit that is changed in an archive is noticed")
    func bits() throws {
        try archive(before: 60)
        let whole = TemporaryFolder.bytes(of: path)
        for place in stride(from: 0, to: whole.count, by: 7) {
            ReadingsFixture.change(path) { $0[place] ^= 1 << UInt8(place % 8) }
            #expect(throws: LedgerError.self, "byte \(place)") { try read() }
            TemporaryFolder.write(whole, to: path)
        }
        #expect(try read().count > 20)
    }

    @Test("an archive that is cut anywhere is noticed")
    func cut() throws {
        try archive(before: 60)
        let whole = TemporaryFolder.bytes(of: path)
        for length in stride(from: 0, to: whole.count, by: 13) {
            TemporaryFolder.write(Array(whole.prefix(length)), to: path)
            #expect(throws: LedgerError.self, "\(length) bytes") { try read() }
        }
        TemporaryFolder.write(whole + [0], to: path)
        #expect(throws: LedgerError.self) { try read() }
    }

    @Test("what is not an archive, and another vault's, are called so")
    func others() throws {
        TemporaryFolder.write([UInt8](repeating: 7, count: 100), to: path)
        #expect { try read() } throws: { ($0 as? LedgerError)?.code == .foreign }
        unsafe unlink(path)
        try archive()
        let keys = try ReadingsFixture.keys([UInt8](repeating: 1, count: 16), epochs: 1)
        #expect { _ = try ReadingArchive(LentFiles(opening: path).archive(), keys) } throws: {
            ($0 as? LedgerError)?.code == .wrongKey
        }
    }

    @Test(
        "what a process closed just before it was killed is archived, and what one did not remove any more goes"
    )
    func killed() throws {
        let id = try #require(try fixture.open().ends().first).writer
        let files = try fixture.folder.contents().files[id] ?? []
        let (first, last) = (try #require(files.first), try #require(files.last))
        let bytes = TemporaryFolder.bytes(of: fixture.folder.log(id, first))
        TemporaryFolder.write([], to: fixture.folder.log(id, last + 1))
        #expect(try archive().entries == 200)
        #expect(try fixture.times() == [] && fixture.folder.contents().files[id] == [last + 1])
        TemporaryFolder.write(bytes, to: fixture.folder.log(id, first))
        unsafe unlink(path)
        #expect(try archive().entries == 0)
        #expect(try fixture.folder.contents().files[id] == [last + 1])
        try fixture.fill(3, from: 201)
        #expect(try fixture.times() == [203, 202, 201] && fixture.findings() == [])
    }

    @Test("a damaged log is not archived, and stays")
    func damaged() throws {
        let writer = try #require(try fixture.open().ends().first).writer
        ReadingsFixture.change(fixture.folder.log(writer, 2)) { $0[100] ^= 1 }
        let names = fixture.names
        #expect(throws: LedgerError.self) { try archive(before: 1000) }
        #expect(fixture.names == names)
    }

    @Test("what the same writer wrote after going on from a copy does not pass for what is archived")
    func forked() throws {
        let first = try ReadingsFixture()
        try first.fill(20)
        try first.copy { second in
            var archives: [String] = []
            for (fixture, time) in [(first, 21), (second, 121)] {
                try fixture.fill(20, from: time)
                archives.append("\(fixture.temporary.path)/archive")
                _ = try fixture.open().archive(to: try Files.make("\(fixture.temporary.path)/archive"))
            }
            let frames = try #require(
                try ReadingArchive(LentFiles(opening: archives[0]).archive(), first.keys).sections.first
            ).frames
            let other = TemporaryFolder.bytes(of: archives[1])
            ReadingsFixture.change(archives[0]) { $0.replaceSubrange(frames, with: other[frames]) }
            #expect {
                try ReadingArchive(LentFiles(opening: archives[0]).archive(), first.keys).read { _ in }
            } throws: {
                ($0 as? LedgerError)?.code == .altered
            }
        }
    }
}
