import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A copy of the vault's file", .onFiles)
struct CopyTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private var log: String { fixture.path + "-wal" }

    /// The file alone, at another place, as another machine has it; or put back where it was.
    private func copied(to path: String? = nil, _ bytes: [UInt8]? = nil) throws -> VaultFile {
        let path = path ?? "\(fixture.folder.path)/copy.db"
        TemporaryFolder.write(bytes ?? TemporaryFolder.bytes(of: fixture.path), to: path)
        return VaultFile(path: path, state: "\(fixture.folder.path)/elsewhere")
    }

    private func expectWhole(_ place: String, at source: SourceLocation = #_sourceLocation) throws {
        let (there, here) = (try copied().open(try fixture.key()), try fixture.open())
        #expect(try there.records() == here.records(), "after \(place)", sourceLocation: source)
        #expect(try there.accounts() == here.accounts(), "after \(place)", sourceLocation: source)
        #expect(
            try there.operations().count == here.operations().count, "after \(place)", sourceLocation: source)
        // What was handed out stands in this machine's log, and not in the vault.
        let changes = try here.audit().filter { $0.caller == nil }
        #expect(try there.audit() == changes, "after \(place)", sourceLocation: source)
        try there.examine()
        // This machine takes it for the newest, too.
        _ = try VaultFile(path: "\(fixture.folder.path)/copy.db", state: fixture.state).open(
            try fixture.key())
        TemporaryFolder.remove("\(fixture.folder.path)/copy.db")
    }

    /// Forty tokens more, the last one by a process that was killed before its log was in the file.
    private func leaveLog() throws {
        var (file, kept): ([UInt8], [UInt8]) = ([], [])
        let shared = fixture.path + "-shm"
        do {
            let later = try fixture.open()
            for number in 0..<39 { try fixture.seal("later-\(number)", "string \(number)", in: later) }
            file = TemporaryFolder.bytes(of: fixture.path)
            #expect(try later.claim(OperationID()))
            try fixture.seal("later-39", "string", in: later)
            kept = TemporaryFolder.bytes(of: log)
        }
        TemporaryFolder.write(file, to: fixture.path)
        TemporaryFolder.write(kept, to: log)
        TemporaryFolder.remove(shared)
        #expect(Files.size(of: log) > 0)
    }

    @Test("is whole after each change of a token or an account")
    func whole() throws {
        let ledger = try fixture.open()
        try expectWhole("a login")
        let record = try fixture.seal("ci", "string", in: ledger)
        try expectWhole("a creation")
        try fixture.handOut("ci", from: ledger)
        try ledger.commit(
            OperationID(), journal: nil, changes: [.permit(record.id, .add(Grant(unit: "web.service")))],
            string: nil)
        try expectWhole("a grant")
        try ledger.commit(
            OperationID(), journal: nil, changes: [.move(record.id, to: .revoking)], string: nil)
        try expectWhole("the begin of a revocation")
        try fixture.purge(record, in: ledger)
        try expectWhole("a purge")
        try ledger.wipe(fixture.account, at: fixture.clock.now)
        try expectWhole("a logout")
    }

    @Test("is whole once the last of many operations has ended, and not written for each")
    func many() throws {
        let ledger = try fixture.open()
        let ids = (0..<3).map { _ in OperationID() }
        for id in ids { #expect(try ledger.claim(id)) }
        for (index, id) in ids.enumerated() {
            try fixture.seal("t\(index)", "s\(index)", in: ledger)
            #expect(Files.size(of: log) > 0)
            ledger.release(id)
        }
        #expect(Files.size(of: log) == 0)
        try expectWhole("three creations")
    }

    /// How a person puts a copy in the vault's place.
    static let ways: [(name: String, put: @Sendable (_ copy: String, _ vault: String) -> Void)] = [
        ("cp", { TemporaryFolder.write(TemporaryFolder.bytes(of: $0), to: $1) }),
        ("mv", { _ = unsafe rename($0, $1) }),
    ]

    @Test(
        "put over a vault whose log is still there is told as that, whatever opens it, and is whole without the log",
        arguments: ways.indices)
    func over(_ way: Int) throws {
        try fixture.seal("ci", "string", in: try fixture.open())
        let copy = "\(fixture.folder.path)/backup"
        TemporaryFolder.write(TemporaryFolder.bytes(of: fixture.path), to: copy)
        try leaveLog()
        CopyTests.ways[way].put(copy, fixture.path)
        let told = LedgerError(.foreignLog, .log).at(log)
        #expect(throws: told) { try fixture.open().examine() }
        #expect(throws: told) {
            try !fixture.door.ways().contains { $0.cost != nil } ? fixture.open().examine() : ()
        }
        #expect(throws: told) { _ = try fixture.door.examine(try fixture.key()) }
        // What is said to do: away with the log.
        #expect(unsafe rename(log, log + ".old") == 0)
        #expect(throws: LedgerError(.older, .head)) { _ = try fixture.open() }
        let entry = AuditEntry(.olderAccepted, time: fixture.clock.now, label: "")
        try fixture.door.acceptOlder(try fixture.key(), noting: entry)
        #expect(try fixture.open().records().map(\.label.text) == ["ci"])
        try fixture.open().examine()
    }

    @Test("has the log of the vault that it was put over set aside by a repair, which keeps it")
    func setAside() throws {
        try fixture.seal("ci", "string", in: try fixture.open())
        let copy = TemporaryFolder.bytes(of: fixture.path)
        try leaveLog()
        let kept = TemporaryFolder.bytes(of: log)
        TemporaryFolder.write(copy, to: fixture.path)
        let entry = AuditEntry(.repaired, time: fixture.clock.now, label: "")
        #expect(try fixture.door.repair(try fixture.key(), noting: entry))
        #expect(TemporaryFolder.bytes(of: log + ".old") == kept)
        let elsewhere = VaultFile(path: fixture.path, state: "\(fixture.folder.path)/elsewhere")
        #expect(try elsewhere.open(try fixture.key()).records().map(\.label.text) == ["ci"])
    }

    @Test("of another vault, put over one whose log is still there, is told as that")
    func other() throws {
        try fixture.seal("ci", "string", in: try fixture.open())
        try leaveLog()
        let another = try Fixture()
        TemporaryFolder.write(TemporaryFolder.bytes(of: another.path), to: fixture.path)
        let told = LedgerError(.foreignLog, .log).at(log)
        for key in [fixture.key, another.key] {
            #expect(throws: told) {
                try VaultFile(path: fixture.path, state: fixture.state).open(try key()).examine()
            }
        }
    }

    @Test("a log that belongs to the file is not blamed for a wrong key or a damaged row")
    func notBlamed() throws {
        try fixture.seal("ci", "string", in: try fixture.open())
        try leaveLog()
        #expect(throws: LedgerError(.wrongKey, .slot)) {
            _ = try fixture.door.open(.keyFile(try SecretBytes(random: 32)))
        }
        try Connection(path: fixture.path).execute("UPDATE cells256 SET value = randomblob(256) WHERE id = 2")
        #expect(throws: LedgerError(.altered, .string)) { try fixture.open().examine() }
    }
}
