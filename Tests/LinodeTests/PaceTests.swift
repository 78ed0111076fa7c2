import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Linode

@Suite("Pacing")
struct PaceTests {
    static let now = Instant(seconds: 1_800_000_000)

    private func secret(_ text: String) throws -> SecretBytes {
        try SecretBytes(copying: Array(text.utf8).span)
    }

    @Test(
        "holds requests back when the count is used up, until it starts anew",
        arguments: [
            (remaining: 0, reset: 30, underway: 0, wait: 30), (2, 30, 0, 0), (2, 30, 2, 30), (2, 30, 1, 0),
            (0, -5, 0, 0), (0, 100_000, 0, 0), (500, 30, 600, 0),
        ] as [(Int64, Int64, Int, Int64)])
    func waits(_ remaining: Int64, _ reset: Int64, _ underway: Int, _ wait: Int64) throws {
        var pace = Pace()
        let mine = try secret("one")
        pace.take(
            remaining: remaining, reset: PaceTests.now.advanced(by: reset), of: .identify, as: mine,
            underway: underway, now: PaceTests.now)
        #expect(pace.wait(for: .delete(1), as: mine, now: PaceTests.now) == wait)
        #expect(pace.wait(for: .delete(1), as: mine, now: PaceTests.now.advanced(by: 30)) == 0)
        #expect(pace.wait(for: .list, as: mine, now: PaceTests.now) == 0)
        #expect(pace.wait(for: .delete(1), as: try secret("other"), now: PaceTests.now) == 0)
    }

    @Test("counts what it starts itself, until an answer says more")
    func counts() throws {
        var pace = Pace()
        let mine = try secret("one")
        let reset = PaceTests.now.advanced(by: 9)
        pace.take(remaining: 2, reset: reset, of: .identify, as: mine, underway: 0, now: PaceTests.now)
        pace.start(.delete(1), as: mine)
        #expect(pace.wait(for: .delete(2), as: mine, now: PaceTests.now) == 0)
        pace.start(.delete(2), as: mine)
        #expect(pace.wait(for: .delete(3), as: mine, now: PaceTests.now) == 9)
        pace.take(remaining: 800, reset: reset, of: .identify, as: mine, underway: 9, now: PaceTests.now)
        #expect(pace.wait(for: .delete(3), as: mine, now: PaceTests.now) == 0)
    }

    @Test("a provider that takes no more is left alone until it does, and then asked")
    func provider() throws {
        let clock = ManualClock()
        let reset = clock.now.advanced(by: 40)
        let profile = #"{"username":"someone","restricted":false}"#
        let used = [
            "X-OAuth-Scopes: *", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: \(reset.seconds)",
        ]
        let server = ScriptedServer([
            .send(ScriptedServer.answer(200, profile, headers: used)),
            .send(ScriptedServer.answer(200, profile, headers: ["X-OAuth-Scopes: *"])),
        ])
        defer { server.stop() }
        let provider = try LinodeProvider(baseURL: server.url, clock: clock)
        let mine = try secret(credential)
        for wait in [0, 40] as [Int64] {
            let reply = try provider.perform(.identify, as: mine)
            guard case .success(.identity) = reply.outcome else {
                Issue.record("\(reply.outcome)")
                return
            }
            #expect(clock.waited == wait * 1000)
        }
    }

    @Test("the count that comes with a refused credential holds nothing back")
    func refused() throws {
        let clock = ManualClock()
        let used = ["X-RateLimit-Remaining: 0", "X-RateLimit-Reset: \(clock.now.advanced(by: 40).seconds)"]
        let answer = ScriptedServer.answer(401, #"{"errors":[{"reason":"Invalid Token"}]}"#, headers: used)
        let server = ScriptedServer([.send(answer), .send(answer)])
        defer { server.stop() }
        let provider = try LinodeProvider(baseURL: server.url, clock: clock)
        for _ in 0..<2 { _ = try provider.perform(.identify, as: try secret(credential)) }
        #expect(clock.waited == 0 && server.requests.count == 2)
    }
}
