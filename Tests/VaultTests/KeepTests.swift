import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("How long a machine keeps its hand-outs")
struct KeepTests {
    private let fixture: Fixture
    private let day: Int64 = 86_400
    /// Files say by the machine's own clock when they were written.
    private let now = SystemClock().now

    init() throws {
        fixture = try Fixture()
        try fixture.seal("ci", "one", in: try fixture.open())
    }

    private var files: [String] {
        let folder = TemporaryFolder.names(in: fixture.state).first { !$0.hasSuffix(".counter") } ?? ""
        return TemporaryFolder.names(in: "\(fixture.state)/\(folder)/readings").filter {
            $0.hasSuffix(".log")
        }
    }

    /// Hands out in a process of its own, which closes its file where it is told to.
    private func handOut(at time: Instant, closing: Bool = false) throws {
        let ledger = try #require(try fixture.open() as? OpenVault)
        let use = HandOutUse(
            verb: "get", time: time, caller: Caller(pid: 7, user: 0, executable: "/bin/true"))
        _ = try ledger.handOut([try Label("ci")], as: use)
        if closing { try ledger.handOuts.log.opened().taken().beginFile() }
    }

    private func keep(_ seconds: Int64) throws {
        let entry = AuditEntry(.settingChanged, time: now, label: "")
        try fixture.open().commit(
            OperationID(), journal: nil,
            changes: [.set(.auditKeep, to: AuditKeep.value(seconds), noting: entry)], string: nil)
    }

    @Test(
        "a closed file goes with the first hand-out after the time that the vault wants it kept, and not before",
        arguments: [(nil, 400), (1, 1), (30, 30)] as [(Int64?, Int64)])
    func retention(_ days: Int64?, _ kept: Int64) throws {
        if let days { try keep(days * day) }
        try handOut(at: now, closing: true)
        let both = files
        #expect(both.count == 2)
        try handOut(at: now.advanced(by: kept * day - 60))
        #expect(files == both)
        try handOut(at: now.advanced(by: kept * day + 60))
        #expect(files == [both[1]])
        let ledger = try fixture.open()
        let report = try ledger.verifyAudit()
        #expect(report.readings == 2 && report.warnings == [.removed(entries: 1)])
        // What the file summed up is known all the same.
        let record = try #require(try ledger.record(named: try Label("ci")))
        #expect(try ledger.readings(of: record).count == 3)
    }

    @Test("a value that says no time between a day and a hundred years is passed over")
    func values() {
        #expect(AuditKeep.seconds(in: AuditKeep.value(90 * day)) == 90 * day)
        for wrong in [0, day - 1, AuditKeep.most + 1, -1] {
            #expect(AuditKeep.seconds(in: AuditKeep.value(wrong)) == nil)
        }
        #expect(AuditKeep.seconds(in: []) == nil && AuditKeep.seconds(in: nil) == nil)
        #expect(AuditKeep.seconds(in: AuditKeep.value(day) + [0]) == nil)
    }

    @Test("follows what is changed and handed out by any process from then on, once each")
    func follow() throws {
        try handOut(at: now)
        let ledger = try fixture.open()
        let follower = try ledger.followAudit()
        #expect(try follower.news().isEmpty)
        try handOut(at: now.advanced(by: 5))
        try fixture.seal("cd", "two", in: try fixture.open())
        try keep(30 * day)
        try handOut(at: now.advanced(by: 7))
        let news = try follower.news()
        #expect(
            news.filter { $0.event == .handedOut }.map(\.time) == [now.advanced(by: 5), now.advanced(by: 7)])
        #expect(news.filter { $0.event == .settingChanged }.count == 1)
        #expect(try follower.news().isEmpty)
    }

    @Test("a process that has left its log writes on in another one, and comes back to it")
    func leaving() throws {
        let (path, entry) = (
            "\(fixture.folder.path)/archive", AuditEntry(.readingsArchived, time: now, label: "")
        )
        let (ledger, busy) = (try fixture.open(), try fixture.open())
        let use = HandOutUse(verb: "get", time: now, caller: Caller(pid: 7, user: 0, executable: "/bin/true"))
        var logs: [Int] = []
        for round in 0..<3 {
            _ = try busy.handOut([try Label("ci")], as: use)
            busy.leaveLog()
            _ = try busy.handOut([try Label("ci")], as: use)
            let report = try ledger.archiveReadings(
                to: LentFiles(new: "\(path)\(round)"), before: nil, noting: entry)
            #expect(report.passedOver == 1 && report.entries == (round == 0 ? 1 : 2), "\(report)")
            logs.append(Int(try ledger.verifyAudit().writers))
        }
        #expect(logs == [2, 2, 2])
    }

    @Test("an archive takes what no process is writing to, and takes the place of nothing")
    func archive() throws {
        let (path, entry) = (
            "\(fixture.folder.path)/archive", AuditEntry(.readingsArchived, time: now, label: "")
        )
        let ledger = try fixture.open()
        let busy = try #require(try fixture.open() as? OpenVault)
        let use = HandOutUse(verb: "get", time: now, caller: Caller(pid: 7, user: 0, executable: "/bin/true"))
        for _ in 0..<4 { _ = try busy.handOut([try Label("ci")], as: use) }
        let none = try ledger.archiveReadings(to: LentFiles(new: path), before: nil, noting: entry)
        #expect(none == ArchiveReport(passedOver: 1) && TemporaryFolder.bytes(of: path).isEmpty, "\(none)")
        _ = try busy.archiveReadings(to: LentFiles(new: path), before: nil, noting: entry)
        var found: [AuditEntry] = []
        let report = try ledger.readArchive(LentFiles(opening: path)) { found.append($0) }
        #expect(report == ArchiveReport(files: 1, entries: 4) && found.count == 4)
        #expect(try ledger.verifyAudit().readings == 0)
        _ = try busy.handOut([try Label("ci")], as: use)
        #expect(throws: LedgerError(.exists, .archive).at(path)) {
            try busy.archiveReadings(to: LentFiles(new: path), before: nil, noting: entry)
        }
        #expect(try ledger.verifyAudit().readings == 1)
        #expect(try ledger.audit().filter { $0.event == .readingsArchived }.count == 1)
        let other = try Fixture()
        #expect(throws: LedgerError(.wrongKey, .vault).at(path)) {
            try other.open().readArchive(LentFiles(opening: path)) { _ in }
        }
    }
}
