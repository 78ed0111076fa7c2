import Glibc
import Lifecycle
import Platform
import Secrets
import Synchronization
import TestSupport
import Testing

@testable import Vault

@Suite("A damaged reading log")
struct ReadingsDamageTests {
    let fixture: ReadingsFixture
    let anchors: [ReadingAnchor]

    init() throws {
        fixture = try ReadingsFixture()
        try fixture.fill(4)
        anchors = try fixture.open().ends()
    }

    /// What a process that wants to hand something out is told.
    private func refusal() -> LedgerError? {
        do throws(LedgerError) {
            try fixture.open().append([ReadingsFixture.entry("ci", 99)])
            return nil
        } catch { return error }
    }

    private func isRefused(_ path: String) -> Bool { refusal()?.path == path && !isReadable(99) }

    private func isReadable(_ time: Int64) -> Bool { (try? fixture.times().contains(time)) ?? false }

    @Test("what is written while a log is proved is left to the next look, however fast it comes")
    func growing() throws {
        let (folder, written) = (fixture.folder, fixture.keys)
        let later = try ReadingsFixture.keys(fixture.vault, epochs: 2)
        // Each batch that is read asks for its keys, and by then there is one more.
        let asked = Mutex(0)
        let keys = LogKeys(vault: fixture.vault, current: later.current) { _ in
            let count = asked.withLock { count in
                count += 1
                return count
            }
            if count < 500 {
                try? FileReadingLog(in: folder, written).append([ReadingsFixture.entry("ci", 99)])
            }
            return written.current
        }
        let verdict = try FileReadingLog(in: folder, keys).verify(against: anchors)
        #expect(verdict.findings.isEmpty && (4..<20).contains(verdict.entries))
        #expect(try fixture.times().count > Int(verdict.entries))
    }

    @Test(
        "files that may be read and not written are not damaged: nothing is handed out, and that is the reason",
        .enabled(if: geteuid() != 0, "needs an ordinary user: root may write everywhere"),
        arguments: [[".log"], [".end"], [".log", ".end"]])
    func readOnly(_ kinds: [String]) throws {
        let names = fixture.names.filter { name in kinds.contains { name.hasSuffix($0) } }
        #expect(names.count == kinds.count)
        for name in names { unsafe chmod("\(fixture.folder.path)/\(name)", 0o400) }
        #expect(refusal()?.code == .unlogged && !isReadable(99))
        #expect(try fixture.findings(anchors) == [])
        for name in names { unsafe chmod("\(fixture.folder.path)/\(name)", 0o600) }
        #expect(refusal() == nil && isReadable(99))
    }

    @Test("any bit that is changed in a log is noticed by who proves it, and shows in no listing")
    func bits() throws {
        let whole = TemporaryFolder.bytes(of: fixture.log)
        for place in whole.indices {
            ReadingsFixture.change(fixture.log) { $0[place] ^= 1 << UInt8(place % 8) }
            #expect(try fixture.findings(anchors).count == 1, "byte \(place)")
            if let times = try? fixture.times() { #expect(times == [4, 3, 2, 1], "byte \(place)") }
            TemporaryFolder.write(whole, to: fixture.log)
        }
        #expect(try fixture.findings(anchors) == [])
    }

    @Test("batches in another order are called so", arguments: [(0, 1), (1, 2), (2, 3)])
    func reordered(_ first: Int, _ second: Int) throws {
        let starts = ReadingsFixture.frames(fixture.log)
        ReadingsFixture.change(fixture.log) { bytes in
            let (one, two) = (
                bytes[starts[first]..<starts[second]], bytes[starts[second]..<starts[second + 1]]
            )
            bytes.replaceSubrange(starts[first]..<starts[second + 1], with: Array(two) + Array(one))
        }
        #expect(try fixture.findings(anchors) == [.reordered])
        #expect(isRefused(fixture.log) == (second == 3))
    }

    @Test("a batch that was taken out is noticed, wherever it was", arguments: [0, 1, 2])
    func removed(_ batch: Int) throws {
        let starts = ReadingsFixture.frames(fixture.log)
        ReadingsFixture.change(fixture.log) { $0.removeSubrange(starts[batch]..<starts[batch + 1]) }
        #expect(try fixture.findings(anchors) == [.gone])
        #expect(isRefused(fixture.log))
    }

    @Test("a log that ends before what was durable was cut, wherever it ends")
    func cut() throws {
        let whole = TemporaryFolder.bytes(of: fixture.log)
        for length in whole.indices {
            TemporaryFolder.write(Array(whole.prefix(length)), to: fixture.log)
            #expect(refusal() == LedgerError(.logCut, .reading).at(fixture.log), "\(length) bytes")
            #expect(try fixture.findings(anchors) == [.cut], "\(length) bytes")
            #expect(TemporaryFolder.bytes(of: fixture.log).count == length)
        }
    }

    @Test("a log that is missing is never begun anew in silence")
    func missing() throws {
        let path = fixture.log
        unsafe unlink(path)
        #expect(refusal() == LedgerError(.logCut, .reading).at(path))
        #expect(try fixture.findings() == [.gone])
    }

    @Test("a writer whose files are all missing is noticed by what the vault has noted of it")
    func gone() throws {
        TemporaryFolder.remove(fixture.folder.path)
        #expect(try fixture.findings() == [])
        #expect(try fixture.findings(anchors) == [.gone])
        // It cannot stop hand-outs: they begin a log anew.
        #expect(refusal() == nil)
    }

    @Test("what a later version has written behind the durable end is not cut off as torn")
    func later() throws {
        for blob in [[2] + Random.bytes(98), [1] + Random.bytes(98)] as [[UInt8]] {
            let copy = try ReadingsFixture()
            try copy.fill(3)
            var frame = Writer()
            frame.number(UInt32(99))
            frame.raw(blob)
            frame.number(UInt32(99))
            ReadingsFixture.change(copy.log) { $0 += frame.bytes }
            let whole = TemporaryFolder.bytes(of: copy.log)
            guard blob[0] == 2 else {
                #expect(try copy.findings() == [])
                try copy.fill(1, from: 4)
                #expect(try copy.times() == [4, 3, 2, 1])
                continue
            }
            #expect(try copy.findings() == [.newer])
            #expect(throws: LedgerError(.newer, .reading).at(copy.log)) { try copy.fill(1, from: 4) }
            #expect(TemporaryFolder.bytes(of: copy.log) == whole)
        }
    }

    @Test("a batch of a kind that only a later version knows is proven, and all that follows it")
    func laterKind() throws {
        let log = fixture.open()
        let writer = try log.taken()
        writer.frame.begin(0x80)
        _ = try writer.put()
        try log.append([ReadingsFixture.entry("ci", 9)])
        try log.sync()
        #expect(try fixture.findings() == [])
        ReadingsFixture.change(fixture.log) { $0[$0.count - 9] ^= 1 }
        #expect(try fixture.findings() == [.altered])
    }

    @Test("an older copy of both files is noticed by what the vault has noted of the newer one")
    func putBack() throws {
        let (log, end) = (TemporaryFolder.bytes(of: fixture.log), TemporaryFolder.bytes(of: fixture.end))
        try fixture.fill(2, from: 5)
        let newer = try fixture.open().ends()
        TemporaryFolder.write(log, to: fixture.log)
        TemporaryFolder.write(end, to: fixture.end)
        #expect(try fixture.findings(anchors) == [])
        #expect(try fixture.findings(newer) == [.cut])
        // Going on from it, too: it is another chain.
        try fixture.fill(3, from: 7)
        #expect(try fixture.findings(newer) == [.replaced])
    }

    @Test("another writer's log under this one's name is not read")
    func otherWriter() throws {
        let other = try ReadingsFixture()
        try other.fill(4)
        TemporaryFolder.write(TemporaryFolder.bytes(of: other.log), to: fixture.log)
        #expect(try fixture.findings(anchors) == [.altered])
        #expect(isRefused(fixture.log))
        TemporaryFolder.write(TemporaryFolder.bytes(of: other.end), to: fixture.end)
        #expect(try fixture.findings(anchors) == [.end])
        #expect(isRefused(fixture.end))
    }

    @Test("the log of another machine is called so, and never gone on with")
    func otherHost() throws {
        let other = fixture.folder
        let log = FileReadingLog(
            in: ReadingFolder(in: fixture.temporary.path, host: [UInt8](repeating: 8, count: 16)),
            fixture.keys)
        try log.append([ReadingsFixture.entry("ci", 50)])
        try log.sync()
        #expect(try log.verify(against: []).findings.map(\.kind) == [.otherHost])
        #expect(try fixture.times() == [4, 3, 2, 1])
        #expect(fixture.names.count == 4 && other.path == log.folder.path)
    }

    @Test(
        "what is left of a batch behind the durable end is cut off, counted, and the log goes on",
        arguments: [1, 3, 4, 60, 200])
    func torn(_ left: Int) throws {
        let end = TemporaryFolder.bytes(of: fixture.end)
        try fixture.fill(2, from: 5)
        TemporaryFolder.write(end, to: fixture.end)
        let starts = ReadingsFixture.frames(fixture.log)
        let length = min(starts[5] + left, starts[6] - 1)
        ReadingsFixture.change(fixture.log) { $0.removeSubrange(length...) }
        #expect(try fixture.findings(anchors) == [])
        #expect(try fixture.times() == [5, 4, 3, 2, 1])
        try fixture.fill(1, from: 7)
        let verdict = try fixture.open().verify(against: anchors)
        #expect(verdict.findings.isEmpty && verdict.torn == 1 && verdict.batches == 6)
        #expect(try fixture.times() == [7, 5, 4, 3, 2, 1])
    }

    @Test("zeros and garbage behind the durable end are torn ends, too", arguments: [0, 255] as [UInt8])
    func tornBlocks(_ byte: UInt8) throws {
        ReadingsFixture.change(fixture.log) { $0 += [UInt8](repeating: byte, count: 5000) }
        #expect(try fixture.times() == [4, 3, 2, 1])
        try fixture.fill(1, from: 5)
        #expect(try fixture.open().verify(against: anchors).torn == 1)
        #expect(try fixture.times() == [5, 4, 3, 2, 1])
    }

    @Test("hand-outs go on once a person was told, and the damage is still proven")
    func noted() throws {
        unsafe unlink(fixture.log)
        #expect(refusal() != nil)
        let log = fixture.open()
        try log.note(try log.verify(against: anchors))
        #expect(refusal() == nil)
        let findings = try fixture.open().verify(against: anchors).findings
        #expect(findings.map(\.kind) == [.gone] && findings[0].isNoted)
        #expect(try fixture.times() == [99] && fixture.open().ends().map(\.batches) == [1])
    }

    @Test("that somebody was told cannot be made up")
    func madeUp() throws {
        unsafe unlink(fixture.log)
        TemporaryFolder.write([], to: fixture.folder.noted(anchors[0].writer))
        #expect(refusal() != nil)
    }

    @Test(
        "a log that is deleted, cut or written to under a process that has it open is noticed with the next hand-out"
    )
    func underneath() throws {
        let changes: [(String, LedgerError.Code)] = [
            ("unlink", .gone), ("cut", .logCut), ("append", .altered),
        ]
        for (change, code) in changes {
            let fixture = try ReadingsFixture()
            let log = fixture.open()
            try log.append([ReadingsFixture.entry("ci", 1)])
            switch change {
            case "unlink": unsafe unlink(fixture.log)
            case "cut": unsafe truncate(fixture.log, 10)
            default: ReadingsFixture.change(fixture.log) { $0 += [1] }
            }
            #expect { try log.append([ReadingsFixture.entry("ci", 2)]) } throws: {
                ($0 as? LedgerError)?.code == code
            }
        }
    }
}
