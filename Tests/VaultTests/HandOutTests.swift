import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("Hand-outs from the vault")
struct DeliveryTests {
    private let fixture: Fixture
    private let record: Record
    private let ledger: any UnlockedVault

    init() throws {
        fixture = try Fixture()
        ledger = try fixture.open()
        record = try fixture.seal("ci", "one", in: ledger)
    }

    private func request(
        _ confirmation: HandOutUse.Confirmation = .unasked,
        by executable: HandOutUse.Executable = .proven("/bin/true")
    ) throws -> HandOutRequest {
        var use = HandOutUse(
            verb: "get", time: fixture.clock.now,
            caller: Caller(pid: 7, user: 0, executable: "/bin/true", unit: "ci.service"),
            cgroup: "/ci.service")
        (use.confirmation, use.executable) = (confirmation, executable)
        return HandOutRequest([try Label("ci")], as: use)
    }

    private func permit(_ change: GrantChange, in ledger: any UnlockedVault) throws {
        try ledger.commit(
            OperationID(), journal: nil, changes: [.permit(record.id, change)], string: nil)
    }

    /// What becomes of the vault's files while they are open.
    enum Mishap: String, CaseIterable {
        case replaced, deleted, exposed, logReplaced, logDeleted, logExposed

        func error(at path: String) -> LedgerError {
            error.at(rawValue.hasPrefix("log") ? path + "-wal" : path)
        }

        private var error: LedgerError {
            switch self {
            case .replaced: LedgerError(.replaced, .file)
            case .deleted: LedgerError(.gone, .file)
            case .exposed: LedgerError(.exposed, .file)
            case .logReplaced: LedgerError(.replaced, .log)
            case .logDeleted: LedgerError(.gone, .log)
            case .logExposed: LedgerError(.exposed, .log)
            }
        }

        func happen(to path: String) {
            let path = rawValue.hasPrefix("log") ? path + "-wal" : path
            switch self {
            case .exposed, .logExposed: unsafe chmod(path, 0o644)
            case .deleted, .logDeleted: unsafe rename(path, path + ".away")
            case .replaced, .logReplaced:
                unsafe rename(path, path + ".away")
                TemporaryFolder.write(TemporaryFolder.bytes(of: path + ".away"), to: path)
            }
        }

        func undo(to path: String) {
            let path = rawValue.hasPrefix("log") ? path + "-wal" : path
            unsafe rename(path + ".away", path)
            unsafe chmod(path, 0o600)
        }
    }

    @Test(
        "nothing is handed out from a file that is not the vault at its path any more", .onFiles,
        arguments: Mishap.allCases)
    func places(_ mishap: Mishap) throws {
        // Warm, and on the quick way of the agent.
        #expect(try ledger.handOut([request()])[0].get().count == 1)
        mishap.happen(to: fixture.path)
        let error = mishap.error(at: fixture.path)
        #expect(throws: error) { try ledger.handOut([request()]) }
        #expect(throws: error) { try ledger.handOut([Label("ci")], as: request().use) }
        #expect(throws: error) { try ledger.records() }
        #expect(throws: error) { try permit(.clear, in: ledger) }
        mishap.undo(to: fixture.path)
        #expect(try ledger.handOut([request()])[0].get().count == 1)
        try ledger.examine()
    }

    @Test("no operation is taken at a file of locks that is not the one at its path any more")
    func claims() throws {
        let operation = OperationID()
        #expect(try ledger.claim(operation))
        ledger.release(operation)
        unsafe rename(fixture.path + "-lock", fixture.path + "-lock.away")
        for _ in 0..<2 {
            #expect(throws: LedgerError(.replaced, .lock).at(fixture.path + "-lock")) {
                try ledger.claim(operation)
            }
            TemporaryFolder.write([], to: fixture.path + "-lock")
        }
    }

    @Test("the keys of an open vault open it in another process, and no other vault")
    func keyring() throws {
        let keys = try ledger.keyring()
        let other = try fixture.door.open(with: keys)
        #expect(try other.string(of: record.id).exposed == Array("one".utf8))
        #expect(other.receiptKey == ledger.receiptKey)
        let another = try Fixture()
        #expect(throws: LedgerError(.wrongKey, .vault)) { _ = try another.door.open(with: keys) }
        #expect(throws: LedgerError.self) { _ = try fixture.door.open(with: try SecretBytes(known: "short")) }
    }

    @Test("behind a request that takes a person nothing is done for the same queue, and all for the others")
    func queues() throws {
        try fixture.seal("asked", "two", in: ledger)
        let asked = try #require(try ledger.record(named: try Label("asked")))
        try ledger.commit(
            OperationID(), journal: nil, changes: [.permit(asked.id, .add(Grant(confirmation: .askpass)))],
            string: nil)
        let use = try request().use
        func want(_ label: String, _ queue: Int32) throws -> HandOutRequest {
            HandOutRequest([try Label(label)], as: use, queue: queue)
        }
        let before = try ledger.audit().count
        let given = try ledger.handOut([
            want("ci", 1), want("asked", 1), want("ci", 1), want("ci", 2),
        ])
        let codes = given.map { result -> LedgerError.Code? in
            if case .failure(let error) = result { error.code } else { nil }
        }
        #expect(codes == [nil, .unconfirmed, .unconfirmed, nil])
        #expect(try ledger.audit().count == before + 2)
    }

    @Test(
        "of those who ask at once for the same each is answered and logged, whoever asks for something else between them"
    )
    func alike() throws {
        try fixture.seal("other", "two", in: ledger)
        try fixture.seal("gone", "three", in: ledger)
        let gone = try #require(try ledger.record(named: try Label("gone")))
        try fixture.make(.move(gone.id, to: .revoking), in: ledger)
        let use = try request().use
        func want(_ labels: String..., verb: String = "get", by pid: Int32 = 7) throws -> HandOutRequest {
            var use = use
            (use.verb, use.caller.pid) = (verb, pid)
            return HandOutRequest(try labels.map { try Label($0) }, as: use)
        }
        let asked = [
            try want("ci"), try want("ci"), try want("ci", by: 8), try want("ci", verb: "run"),
            try want("other"), try want("ci", "other"), try want("ci", "other"), try want("gone"),
            try want("gone"), try want("ci"),
        ]
        let before = try ledger.audit().count
        let given = try ledger.handOut(asked)
        let strings = given.map { result in ((try? result.get()) ?? []).map { $0.string.exposed } }
        let (one, two) = (Array("one".utf8), Array("two".utf8))
        #expect(
            strings == [[one], [one], [one], [one], [two], [one, two], [one, two], [], [], [one]])
        let told = try ledger.audit().dropFirst(before).map {
            "\($0.event.name) \($0.label) \($0.detail) \($0.caller?.pid ?? 0)"
        }
        #expect(
            told == [
                "handed-out ci get 7", "handed-out ci get 7", "handed-out ci get 8", "handed-out ci run 7",
                "handed-out other get 7", "handed-out ci get 7", "handed-out other get 7",
                "handed-out ci get 7", "handed-out other get 7", "refused gone get 7", "refused gone get 7",
                "handed-out ci get 7",
            ])
    }

    @Test("a rule that another connection has made or taken away is in force at the next hand-out")
    func rules() throws {
        let other = try fixture.open()
        #expect(try ledger.handOut([request()])[0].get().count == 1)
        try permit(.add(Grant(unit: "web.service")), in: other)
        #expect(throws: LedgerError(.denied, .grant)) { try ledger.handOut([request()])[0].get() }
        #expect(throws: LedgerError(.denied, .grant)) {
            try other.handOut([Label("ci")], as: request().use)
        }
        try permit(.add(Grant(executable: "/bin/true")), in: other)
        #expect(throws: LedgerError(.unchallenged, .grant)) {
            try ledger.handOut([request(by: .unasked)])[0].get()
        }
        #expect(throws: LedgerError(.denied, .hiddenCaller)) {
            try ledger.handOut([request(by: .hidden)])[0].get()
        }
        #expect(throws: LedgerError(.denied, .caller)) {
            try ledger.handOut([request(by: .unproven)])[0].get()
        }
        #expect(try ledger.handOut([request()])[0].get().count == 1)
        try permit(.clear, in: other)
        try permit(.add(Grant(confirmation: .askpass)), in: other)
        #expect(throws: LedgerError(.unconfirmed, .askpass)) { try ledger.handOut([request()])[0].get() }
        #expect(throws: LedgerError(.denied, .confirmation)) {
            try ledger.handOut([request(.refused)])[0].get()
        }
        #expect(try ledger.handOut([request(.given)])[0].get().count == 1)
        // Two processes have written them, within one second.
        let told = try fixture.open().audit().filter { $0.caller != nil }.map(\.event.name)
        #expect(
            told.sorted() == [String](repeating: "denied", count: 5)
                + [String](repeating: "handed-out", count: 3))
    }

    @Test("rules have a limit, and a purged record has none")
    func limits() throws {
        for number in 0..<Grant.most { try permit(.add(Grant(unit: "\(number).service")), in: ledger) }
        #expect(throws: LedgerError(.conflict, .grant)) {
            try permit(.add(Grant(unit: "more.service")), in: ledger)
        }
        #expect(throws: LedgerError(.absent, .grant)) { try permit(.remove(Grant.most), in: ledger) }
        try ledger.commit(
            OperationID(), journal: nil, changes: [.forget(record.id, at: fixture.clock.now)], string: nil)
        #expect(try ledger.record(record.id)?.grants == [])
        #expect(throws: LedgerError(.absent, .record)) { try permit(.clear, in: ledger) }
    }

    @Test("many openings that hand out once each go on with one reading log")
    func log() throws {
        for _ in 0..<50 { _ = try fixture.open().handOut([Label("ci")], as: request().use) }
        let folder = "\(fixture.state)/\(Hex.text(fixture.vault))/readings"
        #expect(TemporaryFolder.names(in: folder).count == 2, "a log and how far it is durable")
        #expect(try fixture.open().audit().filter { $0.event == .handedOut }.count == 50)
    }
}
