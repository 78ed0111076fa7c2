import TestSupport
import Testing

@testable import HTTP

private let once = HTTPRequest("POST", "/things", body: "{}", isRepeatable: false)
private let again = HTTPRequest("DELETE", "/things/7", isRepeatable: true)
private let good = ScriptedServer.answer(200, "{}")

extension HTTPClient {
    /// Makes one request and waits for its end.
    fileprivate func perform(_ request: HTTPRequest, milliseconds: Int = 60_000) throws -> Result<
        HTTPAnswer, HTTPError
    > {
        try submit(request, as: token(), tag: 0, milliseconds: milliseconds)
        while true {
            if let ended = try next(orReadable: -1) { return ended.answer }
        }
    }

    fileprivate func kind(_ request: HTTPRequest, milliseconds: Int = 60_000) throws -> HTTPError.Kind? {
        guard case .failure(let error) = try perform(request, milliseconds: milliseconds) else { return nil }
        return error.kind
    }
}

@Suite("A request")
struct ClientTests {
    @Test(
        "carries its token, its body and nothing that was not asked for, and brings the wanted headers back")
    func whole() throws {
        let headers = ["X-Known: a  b", "X-Other: c", "Retry-After: 999999999"]
        let server = ScriptedServer([.send(ScriptedServer.answer(404, "body", headers: headers))])
        defer { server.stop() }
        let answer = try client(server.url).perform(once).get()
        #expect(
            answer.status == 404 && answer.headers["x-known"] == "a b" && answer.headers["x-other"] == nil)
        #expect(answer.headers.retryAfter == 86_400)
        #expect(answer.body.withBytes { $0.count } == 4)
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST /things HTTP/1.1\r\n") && request.contains("User-Agent: test/1\r\n"))
        #expect(request.contains("Authorization: Bearer a-token\r\n") && !request.contains("Expect"))
    }

    @Test("that finds no server, or no TLS where it is wanted, was not sent")
    func unreachable() throws {
        #expect(try client("http://127.0.0.1:1").kind(once) == .unreachable)
        #expect(try client("http://localhost:1").kind(once) == .unreachable)
        let server = ScriptedServer([.sendAndClose("HTTP/1.1 200 OK\r\n\r\n")])
        defer { server.stop() }
        let url = server.url.replacing("http:", with: "https:")
        #expect(try client(url, TimeLimits(connecting: 1, total: 2)).kind(once) == .unreachable)
        #expect(server.requests.isEmpty)
    }

    @Test(
        "whose answer breaks off may have arrived",
        arguments: [
            "", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":7,",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id",
        ])
    func broken(_ answer: String) throws {
        let server = ScriptedServer([.sendAndClose(answer)])
        defer { server.stop() }
        #expect(try client(server.url).kind(once) == .interrupted)
        #expect(server.requests.count == 1)
    }

    @Test("that is not answered in time is given up, and may have arrived")
    func silent() throws {
        let server = ScriptedServer([.hold])
        defer { server.stop() }
        #expect(try client(server.url).kind(once, milliseconds: 300) == .interrupted)
        #expect(server.requests.count == 1)
    }

    @Test("that must not arrive twice is sent once, even when a kept connection has died")
    func onceOnly() throws {
        // The first answer keeps the connection open, the next request on it finds it closed.
        let server = ScriptedServer([.send(good), .sendAndClose(""), .send(good), .send(good)])
        defer { server.stop() }
        let client = try client(server.url)
        _ = try client.perform(again)
        #expect(try client.kind(once) == .interrupted)
        #expect(server.requests.count { $0.hasPrefix("POST") } == 1)
    }

    @Test("may not be answered without end")
    func endless() throws {
        let body = String(repeating: " ", count: AnswerBuffer.limit + 1)
        let header = String(repeating: "X-A: 12345678\r\n", count: 8192)
        let server = ScriptedServer([
            .send(ScriptedServer.answer(200, body)),
            .send("HTTP/1.1 200 OK\r\n\(header)Content-Length: 2\r\n\r\n{}"),
        ])
        defer { server.stop() }
        let client = try client(server.url)
        #expect(try client.kind(again) == .tooLong)
        #expect(try client.kind(again) == .tooLong)
    }

    @Test("is not sent on elsewhere")
    func redirect() throws {
        let other = ScriptedServer([.send(good)])
        let server = ScriptedServer([
            .send(ScriptedServer.answer(307, "", headers: ["Location: \(other.url)/things/7"]))
        ])
        defer {
            server.stop()
            other.stop()
        }
        #expect(try client(server.url).perform(again).get().status == 307)
        #expect(other.requests.isEmpty)
    }

    @Test(
        "goes with others at once, each told by its tag, and one that continues another goes first"
    )
    func parallel() throws {
        let server = ScriptedServer(Array(repeating: .send(good), count: 101))
        defer { server.stop() }
        let (client, mine) = (try client(server.url), try token())
        for tag in UInt64(0)..<100 { try client.submit(again, as: mine, tag: tag, milliseconds: 60_000) }
        var tags: [UInt64] = []
        while tags.count < 101 {
            guard let ended = try client.next(orReadable: -1) else { continue }
            if tags.isEmpty { try client.proceed(with: again, as: mine, tag: 1000, milliseconds: 60_000) }
            tags.append(ended.tag)
            #expect(try ended.answer.get().status == 200)
        }
        #expect(Set(tags) == Set(0..<100).union([1000]) && tags.firstIndex(of: 1000) ?? 100 < 60)
        #expect(throws: HTTPError(.refused, "no request is under way")) {
            _ = try client.next(orReadable: -1)
        }
    }

    @Test("takes no token that would break the header", arguments: ["", "a b", "a\r\nX: y", "ä", "a\0b"])
    func unfit(_ text: String) throws {
        #expect { _ = try token(text) } throws: { ($0 as? HTTPError)?.kind == .refused }
    }
}
