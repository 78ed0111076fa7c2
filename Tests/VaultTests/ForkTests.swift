import FaultySQLite
import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A copy that went another way, and a commit of which nobody knows")
struct ForkTests {
    let fixture: Fixture
    private let folder: TemporaryFolder

    init() throws {
        fixture = try Fixture()
        folder = TemporaryFolder()
        try fixture.seal("ci", "one", in: try fixture.open())
    }

    private var copy: String { "\(folder.path)/vault.db" }

    /// Another machine that goes on from a copy.
    private func elsewhere() throws -> any UnlockedVault {
        try VaultFile(path: copy, state: "\(folder.path)/state").open(try fixture.key())
    }

    private func put(_ bytes: [UInt8], at path: String) {
        for ending in ["", "-wal", "-shm"] { TemporaryFolder.remove(path + ending) }
        TemporaryFolder.write(bytes, to: path)
    }

    /// How many changes are made here and there, and what it is when the other one is put here.
    @Test(
        "is a fork where it is as new or newer, and older where it is older", .onFiles,
        arguments: [
            (1, 1, LedgerError.Code.forked), (1, 3, .forked), (3, 1, .older), (1, 0, .older),
        ])
    func forked(_ here: Int, _ there: Int, _ code: LedgerError.Code) throws {
        put(TemporaryFolder.bytes(of: fixture.path), at: copy)
        for number in 0..<here { try fixture.seal("here-\(number)", "string", in: try fixture.open()) }
        for number in 0..<there { try fixture.seal("there-\(number)", "string", in: try elsewhere()) }
        let mine = TemporaryFolder.bytes(of: fixture.path)
        put(TemporaryFolder.bytes(of: copy), at: fixture.path)
        let error = #expect(throws: LedgerError.self) { try fixture.open() }
        #expect(error?.code == code)
        let found = try fixture.door.examine(try fixture.key())
        #expect(found.stopsAll && found.damages.map(\.code) == [code])
        // Nothing was written to it, and the newest is taken again.
        put(mine, at: fixture.path)
        #expect(try fixture.open().records().count == 1 + here)
        // A person may decide for the other one.
        put(TemporaryFolder.bytes(of: copy), at: fixture.path)
        let entry = AuditEntry(.olderAccepted, time: fixture.clock.now, label: "")
        try fixture.door.acceptOlder(try fixture.key(), noting: entry)
        #expect(try fixture.open().records().count == 1 + there)
        try fixture.open().examine()
    }

    @Test("is no fork where it only went on from here", .onFiles)
    func wentOn() throws {
        put(TemporaryFolder.bytes(of: fixture.path), at: copy)
        for number in 0..<3 { try fixture.seal("there-\(number)", "string", in: try elsewhere()) }
        put(TemporaryFolder.bytes(of: copy), at: fixture.path)
        #expect(try fixture.open().records().count == 4)
    }

    @Test("is noticed by a process that has the vault open", .onFiles)
    func open() throws {
        put(TemporaryFolder.bytes(of: fixture.path), at: copy)
        let agent = try fixture.open()
        try fixture.seal("here", "string", in: agent)
        try fixture.handOut("ci", from: agent)
        try fixture.seal("there", "string", in: try elsewhere())
        TemporaryFolder.write(TemporaryFolder.bytes(of: copy), to: fixture.path)
        for _ in 0..<2 {
            #expect(throws: LedgerError(.forked, .change)) { try fixture.handOut("ci", from: agent) }
            #expect(throws: LedgerError(.forked, .change)) { try agent.records() }
            #expect(throws: LedgerError(.forked, .change)) { try fixture.seal("more", "string", in: agent) }
        }
    }

    /// Every write, sync and lock of a change fails in its turn: the change was made or it was not, and what is said of it is true.
    @Test(
        "a commit that fails is settled by looking: said to be made it is, said to have failed it is not",
        .onFiles,
        arguments: [
            (faulty_write, false), (faulty_sync, false), (faulty_lock, false), (faulty_write, true),
            (faulty_sync, true),
        ])
    func settled(_ kind: faulty_kind, _ always: Bool) throws {
        var (failed, made) = (0, 0)
        for number in 1...40 {
            let ledger = try fixture.open()
            faulty_set(kind, number, always ? 1 : 0)
            var error: LedgerError?
            do { try fixture.seal("n\(number)", "string-\(number)", in: ledger) } catch let thrown
                as LedgerError
            {
                error = thrown
            }
            let struck = faulty_count()
            faulty_set(kind, 0, 0)
            let isThere = try fixture.open().record(named: Label("n\(number)")) != nil
            switch error?.code {
            case nil: #expect(isThere, "\(number)")
            // Nothing more could be read: it says that it does not know.
            case .unknown: break
            default: #expect(!isThere, "\(number): \(String(describing: error))")
            }
            failed += error == nil ? 0 : 1
            made += isThere ? 1 : 0
            try fixture.open().examine()
            if struck == 0 { break }
        }
        #expect(failed > 0 && made > 0)
    }
}
