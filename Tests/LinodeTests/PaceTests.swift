import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Linode

@Suite("Pacing by the provider's answers")
struct PaceTests {
    private func secret(_ text: String) throws -> SecretBytes {
        try SecretBytes(copying: Array(text.utf8).span)
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
