import Glibc
import Lifecycle
import Platform
import Synchronization
import TestSupport
import Testing

@testable import Vault

@Suite("A reading log and the disk")
struct ReadingsSyncTests {
    /// A disk whose syncs fail where it is told so.
    private final class Disk: Sendable {
        let failure = Atomic<Int32>(0)
        let syncs = Atomic(0)

        var limits: ReadingLimits {
            var limits = ReadingLimits()
            limits.sync = { file in
                self.syncs.wrappingAdd(1, ordering: .relaxed)
                guard self.failure.load(ordering: .relaxed) != 0 else { return fdatasync(file) }
                errno = self.failure.load(ordering: .relaxed)
                return -1
            }
            return limits
        }
    }

    @Test("a writer's end is durable before it has a log, so that a power cut leaves no log without one")
    func begun() throws {
        let disk = Disk()
        disk.failure.store(EIO, ordering: .relaxed)
        let fixture = try ReadingsFixture(limits: disk.limits)
        #expect { try fixture.open().append([ReadingsFixture.entry("ci")]) } throws: {
            ($0 as? LedgerError)?.code == .unlogged
        }
        #expect(fixture.names.map { $0.hasSuffix(".end") } == [true])
        disk.failure.store(0, ordering: .relaxed)
        try fixture.fill(1)
        #expect(fixture.names.count == 2)
        #expect(try fixture.findings() == [])
    }

    @Test("what was not synced is not said to be durable")
    func ends() throws {
        let fixture = try ReadingsFixture()
        let log = fixture.open()
        try log.append([ReadingsFixture.entry("ci")])
        #expect(try log.ends().map(\.batches) == [0])
        try log.sync()
        #expect(try log.ends().map(\.batches) == [1])
    }

    @Test("a sync on the side makes durable what was appended before it began")
    func aside() throws {
        let fixture = try ReadingsFixture()
        let log = fixture.open()
        try log.append([ReadingsFixture.entry("ci")])
        #expect(log.beginSync() == .begun)
        try log.append([ReadingsFixture.entry("ci")])
        while log.beginSync() != .durable { usleep(100) }
        #expect(try log.ends().map(\.batches) == [2])
        #expect(try fixture.findings() == [])
    }

    @Test(
        "after a sync that failed nothing is handed out or called durable before one succeeds",
        arguments: [EIO, ENOSPC])
    func failed(_ number: Int32) throws {
        let disk = Disk()
        let fixture = try ReadingsFixture(limits: disk.limits)
        let log = fixture.open()
        try log.append([ReadingsFixture.entry("ci", 1)])
        disk.failure.store(number, ordering: .relaxed)
        #expect(throws: LedgerError.self) { try log.sync() }
        #expect(throws: LedgerError.self) { try log.append([ReadingsFixture.entry("ci", 2)]) }
        #expect(log.beginSync() == .behind)
        #expect(try log.ends().map(\.batches) == [0])
        disk.failure.store(0, ordering: .relaxed)
        let before = disk.syncs.load(ordering: .relaxed)
        try log.append([ReadingsFixture.entry("ci", 3)])
        #expect(disk.syncs.load(ordering: .relaxed) == before + 1)
        #expect(try log.ends().map(\.batches) == [1])
        try log.sync()
        #expect(try fixture.times() == [3, 1] && fixture.findings() == [])
    }

    @Test("what was lost by a sync that failed is not written as if it were there")
    func lost() throws {
        let disk = Disk()
        let fixture = try ReadingsFixture(limits: disk.limits)
        let log = fixture.open()
        try log.append([ReadingsFixture.entry("ci", 1)])
        disk.failure.store(EIO, ordering: .relaxed)
        #expect(throws: LedgerError.self) { try log.sync() }
        disk.failure.store(0, ordering: .relaxed)
        ReadingsFixture.change(fixture.log) { $0 = [UInt8](repeating: 0, count: $0.count) }
        #expect(throws: LedgerError.self) { try log.append([ReadingsFixture.entry("ci", 2)]) }
        #expect(try log.ends().map(\.batches) == [0])
    }

    @Test("a full disk takes no part of a batch, and the log goes on when there is room")
    func full() throws {
        var limits = ReadingLimits()
        limits.file = 1 << 30
        let fixture = try ReadingsFixture(limits: limits)
        let log = fixture.open()
        let large = String(repeating: "x", count: 6 << 20)
        for time in 1...2 { try log.append([ReadingsFixture.entry(large, Int64(time))]) }
        let size = Files.size(of: fixture.log)
        try FileSizeLimit.at(size + 1000) {
            for time in 5...7 {
                #expect {
                    try log.append([ReadingsFixture.entry(String(repeating: "y", count: 2000), Int64(time))])
                } throws: { ($0 as? LedgerError)?.code == .full }
                #expect(Files.size(of: fixture.log) == size)
            }
        }
        try log.append([ReadingsFixture.entry("ci", 8)])
        #expect(try fixture.times() == [8, 2, 1])
        #expect(try fixture.findings() == [])
    }

    @Test(
        "where nothing can be written nothing is handed out",
        .enabled(if: geteuid() != 0, "root writes everywhere"))
    func readOnly() throws {
        let fixture = try ReadingsFixture()
        unsafe chmod(fixture.temporary.path, 0o500)
        defer { unsafe chmod(fixture.temporary.path, 0o700) }
        #expect(throws: LedgerError.self) { try fixture.open().append([ReadingsFixture.entry("ci")]) }
    }
}

/// The largest size of a file that this process may write (setrlimit(2), RLIMIT_FSIZE): so large that it matters to one test only.
enum FileSizeLimit {
    static func at(_ size: Int, _ body: () throws -> Void) throws {
        signal(SIGXFSZ, SIG_IGN)
        var before = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before) == 0 else {
            throw SystemError.last
        }
        var wanted = before
        wanted.rlim_cur = rlim_t(size)
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &wanted) == 0 else {
            throw SystemError.last
        }
        defer { _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before) }
        try body()
    }
}
