import Glibc
import Lifecycle
import Platform
import TestSupport
import Testing

@testable import Vault

@Suite("The counter outside the vault")
struct CounterTests {
    let fixture: Fixture
    let path: String

    init() throws {
        fixture = try Fixture()
        let name = try #require(TemporaryFolder.names(in: fixture.state).first)
        path = "\(fixture.state)/\(name)"
    }

    private var uncounted: LedgerError { LedgerError(.uncounted, .counter).at(path) }

    /// What may stand where the counter was, each made by a function that gets its path.
    static let places: [(name: String, make: @Sendable (String) -> Void)] = [
        ("an empty file", { TemporaryFolder.write([], to: $0) }),
        ("garbage", { TemporaryFolder.write(Array("garbage\n".utf8), to: $0) }),
        ("a number without its line end", { TemporaryFolder.write(Array("1".utf8), to: $0) }),
        ("a sign", { TemporaryFolder.write(Array("+1\n".utf8), to: $0) }),
        ("a negative number", { TemporaryFolder.write(Array("-1\n".utf8), to: $0) }),
        (
            "a number that is too large",
            { TemporaryFolder.write(Array("18446744073709551616\n".utf8), to: $0) }
        ),
        ("a number of 8 MB", { TemporaryFolder.write([UInt8](repeating: 0x30, count: 8 << 20), to: $0) }),
        ("a line end", { TemporaryFolder.write(Array("\n".utf8), to: $0) }),
        ("a folder", { unsafe mkdir($0, 0o700) }),
        ("a FIFO", { unsafe mkfifo($0, 0o600) }),
        (
            "a link to another counter",
            {
                TemporaryFolder.write(Array("1\n".utf8), to: $0 + ".other")
                unsafe symlink($0 + ".other", $0)
            }
        ),
        ("a link to nothing", { unsafe symlink("/nowhere", $0) }),
        ("a link to a device", { unsafe symlink("/dev/zero", $0) }),
    ]

    @Test(
        "what is no number is refused, whatever it is, and nothing is handed out",
        arguments: CounterTests.places.indices)
    func spoilt(_ index: Int) throws {
        let open = try fixture.open()
        try fixture.seal("ci", "string", in: open)
        unsafe unlink(path)
        CounterTests.places[index].make(path)
        #expect(throws: uncounted) { _ = try fixture.open() }
        #expect(throws: uncounted) { _ = try fixture.door.takesPassphrase() }
        // One that was opened before notices, too, as an agent does.
        #expect(throws: uncounted) { try open.records() }
        let use = HandOutUse(
            verb: "get", time: fixture.clock.now, caller: Caller(pid: 1, user: 0, executable: ""))
        #expect(throws: uncounted) { try open.handOut([Label("ci")], as: use) }
        #expect(throws: uncounted) { try open.handOut([HandOutRequest([Label("ci")], as: use)]) }
        let found = try fixture.door.examine(try fixture.key())
        #expect(found.damages == [uncounted] && found.isOnlyOlder)
    }

    @Test("a file that cannot be read is refused", .enabled(if: geteuid() != 0, "root reads everything"))
    func unreadable() throws {
        unsafe chmod(path, 0)
        #expect(throws: uncounted) { _ = try fixture.open() }
        unsafe chmod(path, 0o600)
        unsafe chmod(fixture.state, 0)
        let hidden = LedgerError(.uncounted, .folder).at(fixture.state)
        #expect(throws: hidden) { _ = try fixture.open() }
        unsafe chmod(fixture.state, 0o700)
        _ = try fixture.open()
    }

    @Test("one that others may write or read is refused", arguments: [0o622, 0o644, 0o660] as [mode_t])
    func exposed(_ mode: mode_t) throws {
        unsafe chmod(path, mode)
        #expect(throws: LedgerError(.exposed, .counter).at(path)) { _ = try fixture.open() }
    }

    @Test("its folder is looked at as the vault's is")
    func folder() throws {
        unsafe chmod(fixture.state, 0o777)
        #expect(throws: LedgerError(.sharedFolder, .folder).at(fixture.state)) { _ = try fixture.open() }
        unsafe chmod(fixture.state, 0o700)
        TemporaryFolder.remove(fixture.state)
        TemporaryFolder.write([], to: fixture.state)
        #expect(throws: uncounted) { _ = try fixture.open() }
    }

    @Test("a vault that was not seen before is told once, and its counter is kept from then on")
    func firstSeen() throws {
        let door = fixture.door
        _ = try door.open(try fixture.key())
        #expect(door.notice == nil)
        let counter = fixture.counter
        unsafe unlink(path)
        let other = fixture.door
        _ = try other.open(try fixture.key())
        #expect(other.notice == .firstSeen && fixture.counter == counter)
        let third = fixture.door
        _ = try third.open(try fixture.key())
        #expect(third.notice == nil)
    }

    @Test("what cannot be kept is told each time", .enabled(if: geteuid() != 0, "root writes everywhere"))
    func unkept() throws {
        unsafe chmod(path, 0o400)
        let door = fixture.door
        _ = try door.open(try fixture.key())
        #expect(door.notice == .unkept(path))
        unsafe unlink(path)
        unsafe chmod(fixture.state, 0o500)
        let other = fixture.door
        _ = try other.open(try fixture.key())
        #expect(other.notice == .unkept(fixture.state))
        unsafe chmod(fixture.state, 0o700)
    }

    @Test("what is no number is replaced by who accepts the copy on purpose", arguments: [0, 1, 9, 10])
    func accepted(_ index: Int) throws {
        unsafe unlink(path)
        CounterTests.places[index].make(path)
        let entry = AuditEntry(.olderAccepted, time: fixture.clock.now, label: "")
        try fixture.door.acceptOlder(try fixture.key(), noting: entry)
        #expect(fixture.counter > 0 && Files.size(of: path) == 21)
        #expect(try fixture.open().audit().last?.event == .olderAccepted)
    }

    @Test(
        "a number of an earlier version is read and raised",
        arguments: ["1\n", "1\n\n", "00000000000000000001\n"])
    func earlier(_ text: String) throws {
        TemporaryFolder.write(Array(text.utf8), to: path)
        try fixture.seal("ci", "string", in: try fixture.open())
        #expect(fixture.counter == 3 && Files.size(of: path) == 21)
    }

    @Test("many that raise it at once leave the highest number")
    func many() async throws {
        unsafe unlink(path)
        let counter = Counter(folder: fixture.state, vault: [UInt8](repeating: 7, count: 16))
        await withTaskGroup(of: Void.self) { group in
            for number in 1...200 { group.addTask { counter.raise(to: UInt64(number)) } }
        }
        #expect(try counter.newest() == 200)
        #expect(TemporaryFolder.names(in: fixture.state).count == 1)
    }
}
