import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Linode

/// A reply without its string, which cannot stand in an expectation.
struct Seen: Equatable {
    var outcome: Result<ProviderAnswer, ProviderFailure>
    var string: String?
    var code: ProviderFailure.Code? {
        guard case .failure(let failure) = outcome else { return nil }
        return failure.code
    }
    var failure: ProviderFailure? {
        guard case .failure(let failure) = outcome else { return nil }
        return failure
    }
}

let credential = "credential-credential-mnopqrstuv"

/// Makes one request of a provider at a URL.
func ask(_ request: ProviderRequest, _ url: String, limits: Limits = Limits()) throws -> Seen {
    let provider = try LinodeProvider(baseURL: url, limits: limits)
    let reply = try provider.perform(request, as: SecretBytes(copying: Array(credential.utf8).span))
    return Seen(outcome: reply.outcome, string: text(reply.string))
}

func text(_ string: borrowing SecretBytes?) -> String? {
    switch string {
    case .some(let string):
        string.withBytes { bytes in
            String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
        }
    case .none: nil
    }
}

let full = String(repeating: "0123456789abcdef", count: 4)

func tokenJSON(_ id: Int, token: String = String(full.prefix(16))) -> String {
    #"{"id":\#(id),"label":"l\#(id)","scopes":"linodes:read_only","created":"2026-01-02T03:04:05","#
        + #""expiry":"2999-12-12T05:00:00","token":"\#(token)","new":{"x":[1]}}"#
}

/// Ids of Linode's begin with 1: those of a page are one more than its places.
func page(_ places: Range<Int>, page: Int = 1, pages: Int = 1, results: Int) -> String {
    let data = places.map { tokenJSON($0 + 1) }.joined(separator: ",")
    return ScriptedServer.answer(
        200, #"{"data":[\#(data)],"page":\#(page),"pages":\#(pages),"results":\#(results)}"#)
}

@Suite("LinodeProvider")
struct ProviderTests {
    @Test("says each request as the API wants it")
    func requests() throws {
        let expiry = try #require(Instant("2027-01-31T12:00:00Z"))
        let table: [(ProviderRequest, String, String)] = [
            (.identify, "GET /v4/profile HTTP/1.1", ""),
            (.view(7), "GET /v4/profile/tokens/7 HTTP/1.1", ""),
            (.list, "GET /v4/profile/tokens?page=1&page_size=500 HTTP/1.1", ""),
            (.rename(7, "a \"b\""), "PUT /v4/profile/tokens/7 HTTP/1.1", #"{"label":"a \"b\""}"#),
            (.delete(7), "DELETE /v4/profile/tokens/7 HTTP/1.1", ""),
            (
                .create(label: "x", scopes: .only(["linodes": .readWrite]), expiry: .at(expiry)),
                "POST /v4/profile/tokens HTTP/1.1",
                #"{"label":"x","scopes":"linodes:read_write","expiry":"2027-01-31T12:00:00"}"#
            ),
            (
                .create(label: "x", scopes: .only([:]), expiry: .never), "POST /v4/profile/tokens HTTP/1.1",
                #"{"label":"x","scopes":"","expiry":null}"#
            ),
        ]
        for (request, line, body) in table {
            let server = ScriptedServer([.send(ScriptedServer.answer(500, ""))])
            defer { server.stop() }
            _ = try ask(request, server.url)
            let seen = try #require(server.requests.first)
            #expect(seen.hasPrefix(line + "\r\n"))
            #expect(seen.hasSuffix("\r\n\r\n" + body))
            #expect(seen.header("authorization") == "Bearer " + credential)
            #expect(seen.header("user-agent") == "lockstep/\(Release.version)")
            #expect(seen.header("content-type") == (body.isEmpty ? nil : "application/json"))
            #expect(seen.header("cookie") == nil)
        }
    }

    @Test("reads a token, its year 2999 as never, and skips what it does not know")
    func token() throws {
        let server = ScriptedServer([.send(ScriptedServer.answer(200, tokenJSON(7)))])
        defer { server.stop() }
        let token = Token(
            id: 7, label: "l7", scopes: .only(["linodes": .readOnly]),
            created: Instant("2026-01-02T03:04:05Z"),
            expiry: .never, prefix: "0123456789abcdef")
        #expect(try ask(.view(7), server.url) == Seen(outcome: .success(.token(token))))
    }

    @Test(
        "refuses a token that lacks a field, or that is another",
        arguments: ["id", "label", "scopes", "expiry", "token"])
    func lacking(_ field: String) throws {
        let less = tokenJSON(7).replacing("\"\(field)\":", with: "\"other\":")
        let server = ScriptedServer([
            .send(ScriptedServer.answer(200, less)), .send(ScriptedServer.answer(200, tokenJSON(8))),
        ])
        defer { server.stop() }
        #expect(try ask(.view(7), server.url).code == .nonsense)
        #expect(try ask(.view(7), server.url).code == .nonsense)
    }

    @Test("hands over the token string beside the answer, which holds its first 16 characters")
    func created() throws {
        let server = ScriptedServer([.send(ScriptedServer.answer(200, tokenJSON(7, token: full)))])
        defer { server.stop() }
        let seen = try ask(.create(label: "l7", scopes: .all, expiry: .never), server.url)
        guard case .success(.created(let token)) = seen.outcome else { throw seen.failure ?? Missing() }
        #expect(token.id == 7 && token.prefix == "0123456789abcdef")
        #expect(seen.string == full)
    }
    struct Missing: Error {}

    @Test(
        "tells the id of a made token whose string is unusable",
        arguments: [
            #"{"id":7}"#, tokenJSON(7), tokenJSON(7, token: ""),
            tokenJSON(7).replacing("\"token\"", with: "\"t\""),
            tokenJSON(7, token: full).replacing("\"label\"", with: "\"other\""),
            tokenJSON(7, token: full).replacing("2999-12-12T05:00:00", with: "tomorrow"),
        ])
    func unusable(_ body: String) throws {
        let server = ScriptedServer([.send(ScriptedServer.answer(200, body))])
        defer { server.stop() }
        let seen = try ask(.create(label: "l7", scopes: .all, expiry: .never), server.url)
        guard case .success(.created(let token)) = seen.outcome else { throw seen.failure ?? Missing() }
        #expect(token.id == 7)
        #expect(seen.string == nil)
    }

    @Test(
        "does not understand an answer to a creation without an id",
        arguments: ["", "{}", "[]", "null", #"{"id":"7"}"#, #"{"id":7,"token":"0123"#, "<html>", "{}}"])
    func noIdentifier(_ body: String) throws {
        let server = ScriptedServer([.send(ScriptedServer.answer(200, body))])
        defer { server.stop() }
        #expect(try ask(.create(label: "x", scopes: .all, expiry: .never), server.url).code == .nonsense)
    }

    @Test("reads who a credential belongs to from body and headers")
    func identity() throws {
        let body = #"{"username":"ann","restricted":true,"email":"x"}"#
        let headers = ["X-OAuth-Scopes: account:read_write events:read_only", "x-customer-uuid: C-1"]
        let server = ScriptedServer([
            .send(ScriptedServer.answer(200, body, headers: headers)),
            .send(ScriptedServer.answer(200, body)),
        ])
        defer { server.stop() }
        let scopes: Scopes = .only(["account": .readWrite, "events": .readOnly])
        let identity = Identity(user: "ann", customer: "C-1", scopes: scopes, isRestricted: true)
        #expect(try ask(.identify, server.url) == Seen(outcome: .success(.identity(identity))))
        #expect(try ask(.identify, server.url).code == .nonsense)
    }

    @Test("takes an empty object, and 204 without a body, as the end of a token; anything else as nonsense")
    func deletion() throws {
        let server = ScriptedServer(
            [(200, "{}"), (204, ""), (200, "<html>"), (200, "[]"), (200, "")].map {
                .send(ScriptedServer.answer($0, $1))
            })
        defer { server.stop() }
        #expect(try ask(.delete(7), server.url) == Seen(outcome: .success(.deleted)))
        #expect(try ask(.delete(7), server.url) == Seen(outcome: .success(.deleted)))
        for _ in 1...3 { #expect(try ask(.delete(7), server.url).code == .nonsense) }
    }
}
