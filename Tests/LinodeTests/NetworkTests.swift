import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Linode

private let creation = ProviderRequest.create(label: "x", scopes: .all, expiry: .never)
private let good = ScriptedServer.answer(200, "{}")

@Suite("The network")
struct NetworkTests {
    @Test("that is not there leaves nothing done")
    func unreachable() throws {
        let server = ScriptedServer([])
        server.stop()
        #expect(try ask(creation, "http://127.0.0.1:1").code == .unreachable)
        #expect(try ask(creation, "http://localhost:1").code == .unreachable)
    }

    @Test("that speaks no TLS where TLS is wanted leaves nothing done")
    func noTLS() throws {
        let server = ScriptedServer([.sendAndClose("HTTP/1.1 200 OK\r\n\r\n")])
        defer { server.stop() }
        let url = server.url.replacing("http:", with: "https:")
        #expect(try ask(creation, url, limits: Limits(connecting: 1, total: 2)).code == .unreachable)
        #expect(server.requests.isEmpty)
    }

    @Test(
        "that breaks after the request left may have carried it",
        arguments: [
            "", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":7,",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id",
        ])
    func broken(_ answer: String) throws {
        let server = ScriptedServer([.sendAndClose(answer)])
        defer { server.stop() }
        let seen = try ask(creation, server.url)
        #expect(seen.code == .interrupted)
        #expect(seen.string == nil)
        #expect(server.requests.count == 1)
    }

    @Test("that falls silent is given up, and may have carried the request")
    func silent() throws {
        let server = ScriptedServer([.hold])
        defer { server.stop() }
        #expect(try ask(creation, server.url, limits: Limits(total: 1)).code == .interrupted)
        #expect(server.requests.count == 1)
    }

    @Test("carries a creation once, even when a kept connection has died")
    func onceOnly() throws {
        // The first answer keeps the connection open, the next request on it finds it closed.
        let server = ScriptedServer([.send(good), .sendAndClose(""), .send(good), .send(good)])
        defer { server.stop() }
        let provider = try LinodeProvider(baseURL: server.url)
        let string = try SecretBytes(copying: Array(credential.utf8).span)
        _ = try provider.perform(.delete(1), as: string)
        let lost = try provider.perform(creation, as: string)
        #expect(Seen(outcome: lost.outcome).code == .interrupted)
        #expect(server.requests.filter { $0.hasPrefix("POST") }.count == 1)
    }

    @Test("may not answer without end")
    func endless() throws {
        let body = String(repeating: " ", count: AnswerBuffer.limit + 1)
        let header = String(repeating: "X-A: 12345678\r\n", count: 8192)
        let server = ScriptedServer([
            .send(ScriptedServer.answer(200, body)),
            .send("HTTP/1.1 200 OK\r\n\(header)Content-Length: 2\r\n\r\n{}"),
        ])
        defer { server.stop() }
        #expect(try ask(.delete(7), server.url).code == .nonsense)
        #expect(try ask(.delete(7), server.url).failure?.nothingWasDone == false)
    }

    @Test("is not followed elsewhere")
    func redirect() throws {
        let other = ScriptedServer([.send(good)])
        let server = ScriptedServer([
            .send(ScriptedServer.answer(307, "", headers: ["Location: \(other.url)/v4/profile/tokens/7"]))
        ])
        defer {
            server.stop()
            other.stop()
        }
        #expect(try ask(.delete(7), server.url).code == .nonsense)
        #expect(other.requests.isEmpty)
    }

    @Test("carries many requests at once, whose ends are told by their tags")
    func parallel() throws {
        let server = ScriptedServer(Array(repeating: .send(good), count: 100))
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

    @Test(
        "is not given a credential that would break the header",
        arguments: ["", "a b", "a\r\nX: y", "ä", "a\0b"])
    func unfit(_ text: String) throws {
        let provider = try LinodeProvider(baseURL: "http://127.0.0.1:1")
        let string = try SecretBytes(copying: Array(text.utf8).span)
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
