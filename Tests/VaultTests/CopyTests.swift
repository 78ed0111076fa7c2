import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A copy of the vault's file")
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
        #expect(try there.audit() == here.audit(), "after \(place)", sourceLocation: source)
        try there.examine()
        // This machine takes it for the newest, too.
        _ = try VaultFile(path: "\(fixture.folder.path)/copy.db", state: fixture.state).open(
            try fixture.key())
        TemporaryFolder.remove("\(fixture.folder.path)/copy.db")
    }

    private func handOut(_ ledger: any UnlockedVault) throws {
        let use = HandOutUse(
            verb: "get", time: fixture.clock.now, caller: Caller(pid: 1, user: 0, executable: ""))
        _ = try ledger.handOut([Label("ci")], as: use)
    }

    @Test("is whole after each change of a token or an account")
    func whole() throws {
        let ledger = try fixture.open()
        try expectWhole("a login")
        let record = try fixture.seal("ci", "string", in: ledger)
        try expectWhole("a creation")
        try handOut(ledger)
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

    @Test("has what an agent handed out once it is at rest, or locked")
    func rest() throws {
        var agent: (any UnlockedVault)? = try fixture.open()
        try fixture.seal("ci", "string", in: try #require(agent))
        for isLocked in [false, true] {
            let use = HandOutUse(
                verb: "get", time: fixture.clock.now, caller: Caller(pid: 1, user: 0, executable: ""))
            _ = try agent?.handOut([HandOutRequest([Label("ci")], as: use)])
            try agent?.syncHandOuts()
            #expect(Files.size(of: log) > 0)
            if isLocked { agent = nil } else { agent?.rest() }
            #expect(Files.size(of: log) == 0)
            try expectWhole("a hand-out")
        }
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
        do {
            let later = try fixture.open()
            for number in 0..<40 { try fixture.seal("later-\(number)", "string \(number)", in: later) }
            try handOut(later)
        }
        #expect(Files.size(of: log) > 0)
        CopyTests.ways[way].put(copy, fixture.path)
        let told = LedgerError(.foreignLog, .log).at(log)
        #expect(throws: told) { try fixture.open().examine() }
        #expect(throws: told) { try fixture.door.takesPassphrase() == false ? fixture.open().examine() : () }
        #expect(throws: told) { _ = try fixture.door.examine(try fixture.key()) }
        // What is said to do: away with the log.
        #expect(unsafe rename(log, log + ".old") == 0)
        #expect(throws: LedgerError(.older, .head)) { _ = try fixture.open() }
        let entry = AuditEntry(.olderAccepted, time: fixture.clock.now, label: "")
        try fixture.door.acceptOlder(try fixture.key(), noting: entry)
        #expect(try fixture.open().records().map(\.label.text) == ["ci"])
        try fixture.open().examine()
    }

    @Test("of another vault, put over one whose log is still there, is told as that")
    func other() throws {
        let ledger = try fixture.open()
        try fixture.seal("ci", "string", in: ledger)
        try handOut(ledger)
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
        let ledger = try fixture.open()
        try fixture.seal("ci", "string", in: ledger)
        try handOut(ledger)
        #expect(Files.size(of: log) > 0)
        #expect(throws: LedgerError(.wrongKey, .slot)) {
            _ = try fixture.door.open(.keyFile(try SecretBytes(random: 32)))
        }
        try Connection(path: fixture.path).execute("UPDATE item SET string = randomblob(99) WHERE kind = 1")
        #expect(throws: LedgerError(.altered, .item)) { try fixture.open().examine() }
    }
}
