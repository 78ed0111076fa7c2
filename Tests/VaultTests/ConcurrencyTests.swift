import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("Many at once on one vault")
struct ConcurrencyTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    @Test("eight writers lose no update and corrupt nothing")
    func writers() async throws {
        let fixture = Shared(fixture)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let ledger = try fixture.value.open()
                    for number in 0..<20 {
                        let record = try fixture.value.seal(
                            "w\(writer)-\(number)", "s\(writer)-\(number)", in: ledger)
                        if number % 2 == 0 {
                            try fixture.value.purge(record, in: ledger)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let ledger = try fixture.value.open()
        try ledger.examine()
        let records = try ledger.records()
        #expect(records.count == 160 && records.filter { $0.state == .active }.count == 80)
        for record in records where record.state == .active {
            let text = "s" + record.label.text.dropFirst()
            #expect(try ledger.string(of: record.id).exposed == Array(text.utf8))
        }
    }

    @Test("changes and the emptying of the log come through beside hand-outs that never end")
    func fairness() async throws {
        let fixture = Shared(fixture)
        try fixture.value.seal("asked-for", "string", in: try fixture.value.open())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let agent = try fixture.value.open()
                let caller = Caller(pid: 1, user: 0, executable: "")
                let use = HandOutUse(verb: "get", time: fixture.value.clock.now, caller: caller)
                let many = Array(repeating: HandOutRequest([try Label("asked-for")], as: use), count: 200)
                while !Task.isCancelled { _ = try agent.handOut(many) }
            }
            defer { group.cancelAll() }
            let ledger = try fixture.value.open()
            var hasBegun = false
            while !hasBegun {
                // The newest entry alone: to prove them all takes longer than to make as many.
                try ledger.audit { entry in
                    hasBegun = entry.event == .handedOut
                    return false
                }
                await Task.yield()
            }
            for number in 0..<5 {
                let record = try fixture.value.seal("w\(number)", "s\(number)", in: ledger)
                try fixture.value.purge(record, in: ledger)
                try ledger.scrub()
            }
        }
    }

    @Test("all who empty the log at once wait for each other")
    func scrubbing() async throws {
        let fixture = Shared(fixture)
        // With a log as long as this, each change of the others empties it, too.
        let ledger = try fixture.value.open()
        for number in 0..<200 { try fixture.value.seal("kept-\(number)", "string", in: ledger) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<6 {
                group.addTask {
                    let ledger = try fixture.value.open()
                    for number in 0..<15 {
                        let record = try fixture.value.seal(
                            "w\(writer)-\(number)", "string", in: ledger)
                        try fixture.value.purge(record, in: ledger)
                        try ledger.scrub()
                    }
                }
            }
            try await group.waitForAll()
        }
        try fixture.value.open().examine()
    }

    @Test("who has just handed out sees what others change, and is in nobody's way")
    func snapshot() throws {
        let (agent, other) = (try fixture.open(), try fixture.open())
        let record = try fixture.seal("ci", "string", in: other)
        #expect(try fixture.handOut("ci", from: agent) == Array("string".utf8))
        try fixture.seal("second", "other string", in: other)
        #expect(try agent.records().count == 2)
        #expect(try fixture.handOut("ci", from: agent) == Array("string".utf8))
        try fixture.purge(record, in: other)
        #expect(throws: LedgerError(.absent, .label)) { try fixture.handOut("ci", from: agent) }
        try other.scrub()
        try agent.syncHandOuts()
        try other.examine()
    }

    @Test("two that want the same label: one gets it, the other is told")
    func sameLabel() async throws {
        let fixture = Shared(fixture)
        let won = await withTaskGroup(of: Bool.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    guard let ledger = try? fixture.value.open() else { return false }
                    do {
                        try fixture.value.seal("only-one", "s\(writer)", in: ledger)
                        return true
                    } catch let error as LedgerError where error.code == .conflict { return false } catch {
                        return true
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
    }

    @Test("an operation is claimed by one process only, until that one gives it back or ends")
    func claims() throws {
        let (one, two) = (try fixture.open(), try fixture.open())
        let id = OperationID()
        #expect(try one.claim(id))
        #expect(try !two.claim(id))
        one.release(id)
        #expect(try two.claim(id))
    }
}

/// Carries a fixture to other threads; its parts are either unchanging or made anew for each use.
struct Shared: @unchecked Sendable {
    let value: Fixture
    init(_ value: Fixture) { self.value = value }
}
