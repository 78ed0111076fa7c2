import CPlatform
import Foundation
import Glibc
import LockstepClient
import Synchronization
import TestSupport
import Testing

@Suite("The library for other programs", .timeLimit(.minutes(5)))
struct LibraryTests {
    /// A house with one token `ci`, its agent unlocked, and the library's end of that agent.
    private func house() throws -> (House, Lockstep) {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 90d")
        #expect(house.sh("lockstep unlock").code == 0)
        return (house, try Lockstep.agent(socket: "\(house.path)/run/agent.sock", vault: house.vault))
    }

    private func code(_ body: () async throws -> Void) async -> LockstepError.Code? {
        do { try await body() } catch { return (error as? LockstepError)?.code }
        return nil
    }

    @Test("lends a token string, which the reading log has first")
    func token() async throws {
        let (house, lockstep) = try house()
        defer { house.sh("lockstep agent stop") }
        let bytes = try await lockstep.token("ci") { view in view.indices.map { view[$0] } }
        #expect(String(decoding: bytes, as: UTF8.self) + "\n" == house.sh("lockstep get ci").out)
        let audit = house.sh("lockstep audit --json").out
        #expect(audit.contains(#""detail":"library""#), "\(audit)")
        struct Own: Error {}
        await #expect(throws: Own.self) { try await lockstep.token("ci") { _ in throw Own() } }
    }

    @Test("says by codes why there is no token")
    func codes() async throws {
        let (house, lockstep) = try house()
        defer { house.sh("lockstep agent stop") }
        #expect(await code { try await lockstep.token("none") { _ in } } == .noToken)
        #expect(await code { try await lockstep.token("") { _ in } } == .usage)
        house.sh(
            "lockstep create other --scope linodes:ro --expiry 9d; lockstep grant other --exe /bin/false")
        #expect(await code { try await lockstep.token("other") { _ in } } == .denied)
        let elsewhere = try Lockstep.agent(socket: "\(house.path)/run/agent.sock", vault: "/nowhere/v.db")
        #expect(await code { try await elsewhere.token("ci") { _ in } } == .otherVault)
        house.sh("lockstep lock")
        #expect(await code { try await lockstep.token("ci") { _ in } } == .locked)
        #expect(await code { _ = try await lockstep.list() } == .locked)
        house.sh("lockstep agent stop")
        #expect(await code { try await lockstep.token("ci") { _ in } } == .noAgent)
    }

    @Test("creates, lists and revokes")
    func changes() async throws {
        let (house, lockstep) = try house()
        defer { house.sh("lockstep agent stop") }
        let made = try await lockstep.create("made", scopes: ["domains:rw"], expiry: "9d")
        #expect(made.label == "made" && made.state == "active" && made.scopes == ["domains:read_write"])
        #expect(made.expires != nil)
        let again = await code { try await lockstep.create("made", scopes: ["domains:rw"], expiry: "9d") }
        #expect(again == .labelInUse)
        #expect(await code { try await lockstep.create("x", scopes: ["no:rw"], expiry: "9d") } == .usage)
        #expect(try await lockstep.list().map(\.label) == ["ci", "made"])
        try await lockstep.revoke("made")
        #expect(try await lockstep.list().map(\.label) == ["ci"])
        #expect(await code { try await lockstep.revoke("made") } == .noToken)
        #expect(house.sh("lockstep audit receipt made").code == 0)
    }

    @Test("rotates: the label hands out the next generation; the old one is gone where that is wanted")
    func rotated() async throws {
        let (house, lockstep) = try house()
        defer { house.sh("lockstep agent stop") }
        let old = try await lockstep.list().map(\.id)
        let new = try await lockstep.rotate("ci", overlap: "0s")
        #expect(new.label == "ci" && !old.contains(new.id))
        #expect(try await lockstep.list().map(\.id) == [new.id])
        #expect(await code { _ = try await lockstep.rotate("none") } == .noToken)
    }

    @Test("revokes exactly what was planned, and says how far it is")
    func planned() async throws {
        let (house, lockstep) = try house()
        defer { house.sh("lockstep agent stop") }
        house.sh("lockstep create other --scope linodes:ro --expiry 90d")
        #expect(try await lockstep.rename("other", to: "another").label == "another")
        let plan = try await lockstep.plan(revoking: ["ci", "another"])
        #expect(plan.tokens.map(\.label) == ["ci", "another"])
        #expect(plan.tokens.allSatisfy { house.sh("lockstep list --remote").out.contains($0.id) })
        house.sh("lockstep rename another third")
        #expect(await code { try await lockstep.revoke(plan) }?.rawValue == "plan-outdated")
        #expect(try await lockstep.list().map(\.label) == ["ci", "third"])
        let told = Mutex([Int]())
        try await lockstep.revoke(try await lockstep.plan(revoking: ["ci", "third"])) { done, all in
            #expect(all == 2)
            told.withLock { $0.append(done) }
        }
        #expect(told.withLock { $0.last } == 2)
        #expect(try await lockstep.list().isEmpty)
        #expect(await code { _ = try await lockstep.plan(revoking: ["none"]) } == .noToken)
    }

    @Test("tells of each new token of a label, also of one that came while the agent was locked or away")
    func newTokens() async throws {
        let (house, lockstep) = try house()
        defer { house.sh("lockstep agent stop") }
        var told = try lockstep.changes(of: "ci", "none").makeAsyncIterator()
        func next() async throws -> String? {
            try await told.next().map { "\($0.label) \($0.generation ?? 0)" }
        }
        #expect(try await next() == "ci 1")
        #expect(try await next() == "none 0")
        let again = "lockstep revoke ci --yes && lockstep create ci --scope linodes:ro --expiry 90d"
        #expect(house.sh(again).code == 0)
        try await expectNew(&told)
        for away in ["lockstep lock", "lockstep agent stop"] {
            #expect(house.sh("\(away) && \(again) && lockstep unlock").code == 0)
            try await expectNew(&told)
        }
        house.sh("lockstep create none --scope linodes:ro --expiry 90d")
        #expect(try await next() == "none 1")
    }

    /// The next token of `ci`, perhaps behind the news that there was none in between.
    private func expectNew(_ told: inout TokenChanges.AsyncIterator) async throws {
        var change = try await told.next()
        if change?.generation == nil { change = try await told.next() }
        #expect(change?.label == "ci" && change?.generation != nil, "\(String(describing: change))")
    }

    @Test("a task that waits for new tokens ends when it is cancelled; what cannot be told is thrown")
    func listening() async throws {
        let (house, lockstep) = try house()
        let heard = Mutex(0)
        let task = Task {
            for try await _ in try lockstep.changes(of: "ci") { heard.withLock { $0 += 1 } }
        }
        while heard.withLock({ $0 }) == 0, !Task.isCancelled { await Task.yield() }
        task.cancel()
        try await task.value
        let elsewhere = try Lockstep.agent(socket: "\(house.path)/run/agent.sock", vault: "/nowhere/v.db")
        #expect(await code { for try await _ in try elsewhere.changes(of: "ci") {} } == .otherVault)
        #expect(throws: LockstepError.self) { try lockstep.changes(of: []) }
        house.sh("lockstep agent stop")
        #expect(await code { for try await _ in try lockstep.changes(of: "ci") {} } == .noAgent)
    }

    @Test(
        "calls that wait keep no thread of the pool, and one that is cancelled hangs up",
        .timeLimit(.minutes(1)))
    func waiting() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/silent.sock"
        let listener = unsafe lockstep_listen(path)
        try #require(listener >= 0)
        defer { close(listener) }
        // A pool that is kept has no thread for a time limit either: a thread of the test's own ends what waits.
        let isOver = DispatchSemaphore(value: 0)
        let isLate = Mutex(false)
        defer { isOver.signal() }
        Thread.detachNewThread {
            guard isOver.wait(timeout: .now() + 20) == .timedOut else { return }
            isLate.withLock { $0 = true }
            shutdown(listener, Int32(SHUT_RDWR))
        }
        // It takes everybody in, and says to one that a person is being asked, which may take 90 s.
        let lockstep = try Lockstep.agent(socket: path, vault: "/v")
        let calls = (0..<64).map { _ in Task { try await lockstep.token("ci") { _ in } } }
        // With as many waiting calls as this, a pool that they kept would go on with nothing.
        for number in 0..<64 { #expect(await Task.detached { number }.value == number) }
        var connection: Int32 = -1
        while connection < 0, !isLate.withLock({ $0 }) {
            connection = lockstep_accept(listener)
            await Task.yield()
        }
        try #require(connection >= 0, "the calls kept the threads of the pool")
        defer { close(connection) }
        #expect(unsafe lockstep_send(connection, [0, 0, 0, 3, 0, 0, 0, 0, 0, 3, 8], 11) == 11)
        for call in calls { call.cancel() }
        for call in calls { await #expect(throws: CancellationError.self) { try await call.value } }
        var (bytes, got) = ([UInt8](repeating: 0, count: 4096), -1)
        while got != 0, !Task.isCancelled {
            got = unsafe recv(connection, &bytes, bytes.count, 0)
            await Task.yield()
        }
        #expect(got == 0, "it has not hung up")
        withExtendedLifetime(folder) {}
    }
}
