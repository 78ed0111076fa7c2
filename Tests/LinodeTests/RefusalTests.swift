import Lifecycle
import TestSupport
import Testing

@testable import Linode

/// A status with a body and headers, and what it means.
struct RefusalRow: Sendable, CustomTestStringConvertible {
    var status: Int
    var body: String
    var headers: [String] = []
    var code: ProviderFailure.Code?
    var testDescription: String { "\(status) \(body) \(headers)" }
}

private let genuine = #"{"errors":[{"reason":"Some reason","field":"label"}]}"#
private let html = "<html>502 Bad Gateway</html>"
private let dead = #"{"errors":[{"reason":"Invalid Token"}]}"#
private let scope = #"{"errors":[{"reason":"Your OAuth token is not authorized to use this endpoint."}]}"#

@Suite("Refusals")
struct RefusalTests {
    @Test(
        "mean what the provider's documentation says",
        arguments: [
            RefusalRow(status: 400, body: genuine, code: .rejected),
            RefusalRow(status: 400, body: html, code: .unavailable),
            RefusalRow(status: 401, body: dead, headers: ["X-OAuth-Scopes: unknown"], code: .deadCredential),
            RefusalRow(status: 401, body: dead, code: .deadCredential),
            RefusalRow(
                status: 401, body: scope, headers: ["X-OAuth-Scopes: events:read_only"], code: .missingScope),
            RefusalRow(status: 401, body: scope, code: .missingScope),
            RefusalRow(status: 401, body: html, code: .nonsense),
            RefusalRow(status: 403, body: genuine, code: .forbidden),
            RefusalRow(status: 404, body: genuine, code: nil),
            RefusalRow(status: 404, body: html, code: .nonsense),
            RefusalRow(status: 404, body: "", code: .nonsense),
            RefusalRow(status: 405, body: genuine, code: .rejected),
            RefusalRow(status: 406, body: genuine, code: .rejected),
            RefusalRow(status: 415, body: genuine, code: .rejected),
            RefusalRow(status: 408, body: genuine, code: .unavailable),
            RefusalRow(status: 429, body: genuine, headers: ["Retry-After: 7"], code: .throttled),
            RefusalRow(status: 429, body: html, code: .throttled),
            RefusalRow(status: 500, body: genuine, code: .unavailable),
            RefusalRow(status: 502, body: html, code: .unavailable),
            RefusalRow(
                status: 503, body: genuine, headers: ["X-Maintenance-Mode: all", "Retry-After: 9"],
                code: .unavailable),
            RefusalRow(status: 504, body: "", code: .unavailable),
            RefusalRow(status: 302, body: "", headers: ["Location: http://127.0.0.1:1/"], code: .nonsense),
            RefusalRow(status: 304, body: "", code: .nonsense),
            RefusalRow(status: 600, body: "", code: .nonsense),
        ])
    func table(_ row: RefusalRow) throws {
        let server = ScriptedServer([.send(ScriptedServer.answer(row.status, row.body, headers: row.headers))]
        )
        defer { server.stop() }
        let seen = try ask(.delete(7), server.url)
        #expect(seen.code == row.code)
        if row.code == nil { #expect(seen.outcome == .success(.absent)) }
        #expect(seen.failure?.status ?? row.status == row.status)
        #expect(
            seen.failure?.retryAfter
                == (row.status == 429 && row.body == genuine ? 7 : row.status == 503 ? 9 : nil))
        #expect(server.requests.count == 1)
    }

    @Test("name the scope that is missing, from the header or from the documentation")
    func wanted() throws {
        let scopes = "X-OAuth-Scopes: events:read_only"
        let server = ScriptedServer([
            .send(
                ScriptedServer.answer(
                    401, scope, headers: [scopes, "X-Accepted-OAuth-Scopes: account:strange"])),
            .send(ScriptedServer.answer(401, scope, headers: [scopes])),
            .send(ScriptedServer.answer(401, scope, headers: [scopes])),
        ])
        defer { server.stop() }
        #expect(try ask(.list, server.url).failure?.wantedScope == "account:strange")
        #expect(try ask(.list, server.url).failure?.wantedScope == "account:read_only")
        #expect(try ask(.delete(1), server.url).failure?.wantedScope == "account:read_write")
    }

    @Test("make nothing absent that was not asked for by its id")
    func absentOnly() throws {
        let server = ScriptedServer(Array(repeating: .send(ScriptedServer.answer(404, genuine)), count: 3))
        defer { server.stop() }
        #expect(try ask(.list, server.url).code == .rejected)
        #expect(try ask(.identify, server.url).code == .rejected)
        #expect(try ask(.create(label: "x", scopes: .all, expiry: .never), server.url).code == .rejected)
    }

    @Test("are told in a cleaned sentence of at most 200 characters")
    func reasons() throws {
        let long = String(repeating: "x", count: 500)
        let bodies = [
            genuine, #"{"errors":[{"reason":"a\u001b[31m\n b\u202e\u0000c","field":null}]}"#,
            #"{"errors":[{"reason":"\#(long)"}]}"#, #"{"errors":[{"reason":"echo \#(credential)"}]}"#,
        ]
        let server = ScriptedServer(bodies.map { .send(ScriptedServer.answer(400, $0)) })
        defer { server.stop() }
        #expect(try ask(.delete(7), server.url).failure?.reason == "label: Some reason")
        #expect(try ask(.delete(7), server.url).failure?.reason == "a [31m b c")
        #expect(try ask(.delete(7), server.url).failure?.reason?.count == 200)
        let echo = try ask(.delete(7), server.url)
        #expect(echo.code == .rejected && echo.failure?.reason == nil)
    }
}
