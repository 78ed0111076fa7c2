import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A hand-out and the vault")
struct HandOutLogTests {
    private let fixture: Fixture
    private let record: Record

    init() throws {
        fixture = try Fixture()
        let ledger = try fixture.open()
        record = try fixture.seal("ci", "one", in: ledger)
        try ledger.scrub()
    }

    private var readings: String { "\(fixture.state)/\(Hex.text(fixture.vault))/readings" }

    private func handOut(_ ledger: any UnlockedVault) throws -> [UInt8]? {
        try fixture.handOut("ci", from: ledger)
    }

    /// All rows of the vault.
    private func rows() throws -> [[UInt8]] {
        try Table.allCases.flatMap { try fixture.rows($0).map { $0.key + $0.value } }
    }

    @Test("writes nothing to the vault: no row, no byte of the file, not the counter, here or outside")
    func unwritten() throws {
        let (before, counter) = (try rows(), fixture.counter)
        let files = ["", "-wal"].map { TemporaryFolder.bytes(of: fixture.path + $0) }
        let ledger = try fixture.open()
        for _ in 0..<20 { #expect(try handOut(ledger) == Array("one".utf8)) }
        try ledger.syncHandOuts()
        ledger.rest()
        #expect(try rows() == before)
        #expect(fixture.counter == counter)
        #expect(["", "-wal"].map { TemporaryFolder.bytes(of: fixture.path + $0) } == files)
        #expect(try ledger.audit().filter { $0.event == .handedOut }.count == 20)
    }

    @Test(
        "works on a file and in a folder that can only be read, and a change is refused there",
        .enabled(if: geteuid() != 0, "needs an ordinary user: root may write everywhere"), .onFiles,
        arguments: [true, false])
    func readOnly(isCopied: Bool) throws {
        let data = "\(fixture.folder.path)/data"
        if isCopied {
            for ending in ["-wal", "-shm", "-lock"] { unsafe unlink(fixture.path + ending) }
        }
        unsafe chmod(fixture.path, 0o400)
        unsafe chmod(data, 0o500)
        defer {
            unsafe chmod(data, 0o700)
            unsafe chmod(fixture.path, 0o600)
        }
        let ledger = try fixture.open()
        #expect(try handOut(ledger) == Array("one".utf8))
        #expect(try ledger.audit().last?.event == .handedOut)
        let error = #expect(throws: LedgerError.self) { try fixture.seal("more", "two", in: ledger) }
        #expect(error?.code == .unwritable)
        #expect(try handOut(ledger) == Array("one".utf8))
    }

    @Test(
        "is refused where nothing can be written down, and nothing is opened then", arguments: [true, false])
    func unlogged(isOpen: Bool) throws {
        let ledger = try fixture.open()
        if isOpen { _ = try handOut(ledger) }
        TemporaryFolder.remove(readings)
        TemporaryFolder.write([], to: readings)
        let asker = isOpen ? ledger : try fixture.open()
        for _ in 0..<2 {
            #expect(throws: LedgerError.self) { try handOut(asker) }
        }
        TemporaryFolder.remove(readings)
        #expect(try handOut(try fixture.open()) == Array("one".utf8))
    }

    @Test(
        "what another commits between the decision and the answer makes it decide anew, whether the store has marks or not",
        arguments: [true, false])
    func decidedAnew(hasMarks: Bool) throws {
        let watch = WatchedStores(fixture.stores)
        watch.haveMarks = hasMarks
        let door = VaultFile(path: fixture.path, state: fixture.state, stores: watch)
        let (agent, other) = (try door.open(try fixture.key()), try fixture.open())
        // What the agent knows is in memory by now.
        #expect(try handOut(agent) == Array("one".utf8))
        watch.looks = 1
        watch.between = {
            try? fixture.make(.move(record.id, to: .revoking), in: other)
        }
        #expect(throws: LedgerError(.refused, .revoking)) { try handOut(agent) }
        #expect(watch.between == nil)
        // Both decisions stand in the log: the first was on its way.
        let told = try fixture.open().audit().filter { $0.caller != nil }.map(\.event.name)
        #expect(told == ["handed-out", "handed-out", "refused"])
    }

    @Test("a change that has nothing to do with it only makes it look again", arguments: [true, false])
    func lookedAgain(hasMarks: Bool) throws {
        let watch = WatchedStores(fixture.stores)
        watch.haveMarks = hasMarks
        let door = VaultFile(path: fixture.path, state: fixture.state, stores: watch)
        let (agent, other) = (try door.open(try fixture.key()), try fixture.open())
        #expect(try handOut(agent) == Array("one".utf8))
        watch.looks = 1
        watch.between = { _ = try? fixture.seal("second", "two", in: other) }
        #expect(try handOut(agent) == Array("one".utf8))
        #expect(watch.between == nil)
        #expect(try fixture.handOut("second", from: agent) == Array("two".utf8))
    }
}
