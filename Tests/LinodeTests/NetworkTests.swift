import HTTP
import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Linode

private let creation = ProviderRequest.create(label: "x", scopes: .all, expiry: .never)

@Suite("What the network means to a request")
struct NetworkTests {
    @Test("A provider that is not there has nothing done; one that breaks or falls silent may have")
    func unanswered() throws {
        #expect(try ask(creation, "http://127.0.0.1:1").code == .unreachable)
        let server = ScriptedServer([.sendAndClose("HTTP/1.1 200 OK\r\nContent-Le"), .hold])
        defer { server.stop() }
        let broken = try ask(creation, server.url)
        #expect(broken.code == .interrupted && broken.string == nil)
        let limits = Limits(times: TimeLimits(total: 1))
        #expect(try ask(creation, server.url, limits: limits).code == .interrupted)
        #expect(server.requests.count == 2)
    }

    @Test("An answer without end is nonsense, and the request may have been carried out")
    func endless() throws {
        let body = String(repeating: " ", count: AnswerBuffer.limit + 1)
        let server = ScriptedServer([.send(ScriptedServer.answer(200, body))])
        defer { server.stop() }
        let seen = try ask(.delete(7), server.url)
        #expect(seen.code == .nonsense && seen.failure?.nothingWasDone == false)
    }

    @Test("Many requests at once are told apart by their tags, and none is left to wait for")
    func parallel() throws {
        let server = ScriptedServer(Array(repeating: .send(ScriptedServer.answer(200, "{}")), count: 100))
        defer { server.stop() }
        let provider = try LinodeProvider(baseURL: server.url)
        let string = try SecretBytes(copying: Array(credential.utf8).span)
        for tag in 0..<100 { try provider.submit(.delete(.numbered(tag + 1)), as: string, tag: UInt64(tag)) }
        var tags: Set<UInt64> = []
        for _ in 0..<100 {
            let reply = try provider.next()
            #expect(reply.outcome == .success(.deleted))
            tags.insert(reply.tag)
        }
        #expect(tags == Set(0..<100))
        #expect(throws: ProviderFailure.self) { _ = try provider.next() }
    }

    @Test("A credential that would break the header is refused here")
    func unfit() throws {
        let provider = try LinodeProvider(baseURL: "http://127.0.0.1:1")
        let string = try SecretBytes(copying: Array("a\r\nX: y".utf8).span)
        #expect { try provider.submit(.list, as: string, tag: 1) } throws: {
            ($0 as? ProviderFailure)?.code == .helper
        }
    }
}

@Suite("Listings")
struct ListingTests {
    private func list(_ pages: [String]) throws -> (Seen, requests: [String]) {
        let server = ScriptedServer(pages.map { .send($0) })
        defer { server.stop() }
        return (try ask(.list, server.url), server.requests)
    }

    private func ids(_ seen: Seen) -> [Int64?]? {
        guard case .success(.tokens(let listing)) = seen.outcome else { return nil }
        return listing.tokens.map(\.id.number)
    }

    @Test("are read over all pages")
    func allPages() throws {
        let (seen, requests) = try list([
            page(0..<500, page: 1, pages: 3, results: 1100),
            page(500..<1000, page: 2, pages: 3, results: 1100),
            page(1000..<1100, page: 3, pages: 3, results: 1100),
        ])
        #expect(ids(seen) == Array(1...1100))
        #expect(requests.count == 3)
        #expect(requests.last?.hasPrefix("GET /v4/profile/tokens?page=3&page_size=500 ") == true)
    }

    @Test("may be empty", arguments: [0, 1])
    func empty(_ pages: Int) throws {
        #expect(ids(try list([page(0..<0, pages: pages, results: 0)]).0) == [])
    }

    @Test("that change between two pages are read again")
    func changing() throws {
        let (seen, requests) = try list([
            page(0..<2, page: 1, pages: 2, results: 4), page(3..<4, page: 2, pages: 2, results: 3),
            page(0..<2, page: 1, pages: 2, results: 3), page(2..<3, page: 2, pages: 2, results: 3),
        ])
        #expect(ids(seen) == [1, 2, 3])
        #expect(requests.count == 4)
    }

    @Test("in which one token stands twice are read again, and given up in the end")
    func shifting() throws {
        let twice = [page(0..<2, page: 1, pages: 2, results: 4), page(1..<3, page: 2, pages: 2, results: 4)]
        let (seen, requests) = try list(Array(repeating: twice, count: 10).flatMap { $0 })
        #expect(seen.code == .nonsense)
        #expect(requests.count == 2 * Listing.attemptLimit)
    }

    @Test("with another page than the one asked for are nonsense")
    func wrongPage() throws {
        #expect(try list([page(0..<1, page: 2, pages: 2, results: 2)]).0.code == .nonsense)
        #expect(try list([ScriptedServer.answer(200, "{}")]).0.code == .nonsense)
    }
}
