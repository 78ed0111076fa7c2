import Glibc
import Lifecycle
import ProviderLink
import Secrets
import TestSupport
import Testing

private let creation = ProviderRequest.create(label: "x", scopes: .all, expiry: .never)
private let good = ScriptedServer.answer(200, "{}")

func code(_ reply: borrowing ProviderReply) -> ProviderFailure.Code? {
    guard case .failure(let failure) = reply.outcome else { return nil }
    return failure.code
}

@Suite("lockstep-provider")
final class ProviderHelperTests {
    let credential: SecretBytes

    init() throws {
        signal(SIGPIPE, SIG_IGN)
        credential = try SecretBytes(copying: Array("credential-credential".utf8).span)
    }

    private func provider(_ url: String) -> ProviderProcess {
        ProviderProcess(path: BuiltPrograms.path("lockstep-provider"), baseURL: url)
    }

    @Test("is started at the first request, and again after its death")
    func lazily() throws {
        let server = ScriptedServer(Array(repeating: .send(good), count: 3))
        defer { server.stop() }
        let provider = provider(server.url)
        #expect(provider.processID == nil)
        #expect(try provider.perform(.delete(1), as: credential).outcome == .success(.deleted))
        let first = try #require(provider.processID)
        #expect(try provider.perform(.delete(1), as: credential).outcome == .success(.deleted))
        #expect(provider.processID == first)
        kill(first, SIGKILL)
        var end = unsafe siginfo_t()
        _ = unsafe waitid(P_PID, id_t(first), &end, WEXITED | WNOWAIT)
        #expect(try provider.perform(.delete(1), as: credential).outcome == .success(.deleted))
        #expect(provider.processID != first)
    }

    @Test("killed in the middle of a creation leaves it interrupted, and nobody sends it again")
    func killed() throws {
        let server = ScriptedServer([.hold, .send(good)])
        defer { server.stop() }
        let provider = provider(server.url)
        try provider.submit(creation, as: credential, tag: 5)
        #expect(eventually { server.requests.count == 1 })
        kill(try #require(provider.processID), SIGKILL)
        let reply = try provider.next()
        #expect(reply.tag == 5 && code(reply) == .interrupted)
        #expect(try provider.perform(.delete(1), as: credential).outcome == .success(.deleted))
        #expect(server.requests.filter { $0.hasPrefix("POST") }.count == 1)
    }

    @Test("killed while several requests are under way leaves each of them interrupted")
    func killedMany() throws {
        let server = ScriptedServer(Array(repeating: .hold, count: 8))
        defer { server.stop() }
        let provider = provider(server.url)
        for tag in 1...8 { try provider.submit(.list, as: credential, tag: UInt64(tag)) }
        #expect(eventually { server.requests.count == 8 })
        kill(try #require(provider.processID), SIGKILL)
        var tags: [UInt64] = []
        for _ in 1...8 {
            let reply = try provider.next()
            #expect(code(reply) == .interrupted)
            tags.append(reply.tag)
        }
        #expect(tags == Array(1...8))
        #expect { _ = try provider.next() } throws: { ($0 as? ProviderFailure)?.code == .helper }
    }

    @Test("takes thousands of requests before the first reply is fetched")
    func many() throws {
        let count = 3000
        let server = ScriptedServer(Array(repeating: .send(good), count: count))
        defer { server.stop() }
        let provider = provider(server.url)
        for tag in 0..<count { try provider.submit(.delete(1), as: credential, tag: UInt64(tag)) }
        var tags: Set<UInt64> = []
        for _ in 0..<count {
            let reply = try provider.next()
            if reply.outcome == .success(.deleted) { tags.insert(reply.tag) }
        }
        #expect(tags.count == count)
    }

    @Test("refuses to speak http to another machine, before anything is sent")
    func foreign() throws {
        let provider = provider("http://example.org")
        #expect { try provider.submit(.list, as: credential, tag: 1) } throws: {
            ($0 as? ProviderFailure)?.reason?.contains("this machine only") == true
        }
    }
}
