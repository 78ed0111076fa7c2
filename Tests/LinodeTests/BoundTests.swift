import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Linode

@Suite("A listing is bounded")
struct BoundTests {
    private func list(_ pages: [ScriptedServer.Step], _ change: (inout Limits) -> Void = { _ in }) throws
        -> Seen
    {
        var limits = Limits()
        change(&limits)
        let server = ScriptedServer(pages)
        defer { server.stop() }
        return try ask(.list, server.url, limits: limits)
    }

    private func listing(_ seen: Seen) throws -> TokenListing {
        guard case .success(.tokens(let listing)) = seen.outcome else { throw Failed(seen: seen) }
        return listing
    }

    private struct Failed: Error { let seen: Seen }

    @Test("in its pages, tokens, bytes and time, each with a sentence of its own")
    func bounds() throws {
        let two = [1, 2].map {
            ScriptedServer.Step.send(page($0 * 10..<$0 * 10 + 5, page: $0, pages: 2, results: 10))
        }
        #expect(
            try list(two) { $0.pages = 1 }.failure?.reason == "the listing has more than 1 pages")
        #expect(
            try list(two) { $0.tokens = 9 }.failure?.reason == "the listing has more than 9 tokens")
        #expect(
            try list(two) { $0.bytes = 1500 }.failure?.reason
                == "the pages of the listing have more than 1500 bytes")
        #expect(
            try list([.send(page(0..<501, results: 501))]).failure?.reason
                == "a page of the listing has more than 500 tokens")
        #expect(
            try list([two[0], .hold]) { $0.listing = 1 }.failure?.reason
                == "the listing took longer than 1 s")
        #expect(try list(two).code == nil)
    }

    @Test("in what it says of itself, before it is read")
    func claims() throws {
        #expect(
            try list([.send(page(0..<1, pages: Int.max, results: 1))]).failure?.reason
                == "the listing has more than 2000 pages")
        #expect(
            try list([.send(page(0..<1, results: Int.max))]).failure?.reason
                == "the listing has more than 200000 tokens")
    }

    @Test("in bytes also when it is read again because it changed")
    func again() throws {
        let changing = [
            page(0..<5, page: 1, pages: 2, results: 10), page(5..<6, page: 2, pages: 2, results: 9),
        ].map { ScriptedServer.Step.send($0) }
        let seen = try list(changing + changing) { $0.bytes = 1500 }
        #expect(seen.failure?.reason == "the pages of the listing have more than 1500 bytes")
    }

    @Test(
        "and one strange token in it stops no other",
        arguments: [
            (#""label":null"#, .field, 2), (#""scopes":7"#, .field, 2), (#""expiry":"soon""#, .field, 2),
            (#""token":null"#, .field, 2), (#""id":null"#, .field, nil), (#""id":-1"#, .field, nil),
            (#""id":"2""#, .field, nil), (#""id":99999999999999999999"#, .field, nil),
            ("\"label\":\"\(String(repeating: "x", count: 401))\"", .length, 2),
            ("\"scopes\":\"\(String(repeating: "a:read_only ", count: 170))\"", .length, 2),
        ] as [(String, UnreadableToken.Flaw, TokenID?)])
    func strange(_ field: String, _ flaw: UnreadableToken.Flaw, _ id: TokenID?) throws {
        let name = field.prefix { $0 != ":" }
        let fields = [
            #""id":2"#, #""label":"l2""#, #""scopes":"*""#, #""expiry":null"#, #""token":"0123456789abcdef""#,
        ].map { $0.hasPrefix(name) ? field : $0 }.joined(separator: ",")
        let data = "\(tokenJSON(1)),{\(fields)},\(tokenJSON(3))"
        let body = #"{"data":[\#(data)],"page":1,"pages":1,"results":3}"#
        let seen = try list([.send(ScriptedServer.answer(200, body))])
        #expect(try listing(seen).tokens.map(\.id) == [1, 3])
        #expect(try listing(seen).unreadable == [UnreadableToken(id: id, flaw)])
    }

    @Test("in elements that are no tokens at all")
    func elements() throws {
        let body = #"{"data":[null,7,[],"x",\#(tokenJSON(3))],"page":1,"pages":1,"results":5}"#
        let seen = try list([.send(ScriptedServer.answer(200, body))])
        let unread = UnreadableToken(id: nil, .field)
        #expect(try listing(seen).tokens.map(\.id) == [3])
        #expect(try listing(seen).unreadable == [unread, unread, unread, unread])
    }
}

@Suite("libcurl")
struct SettingTests {
    @Test("is given no request whose certificate store it does not take")
    func store() throws {
        let server = ScriptedServer([])
        defer { server.stop() }
        let tooLong = String(repeating: "x", count: 8_000_001)
        let provider = try LinodeProvider(
            baseURL: server.url, environment: { $0 == "SSL_CERT_FILE" ? tooLong : nil })
        let string = try SecretBytes(copying: Array(credential.utf8).span)
        #expect { try provider.submit(.list, as: string, tag: 1) } throws: {
            ($0 as? ProviderFailure)?.reason?.hasPrefix("libcurl refused a setting") == true
        }
        #expect(server.requests.isEmpty)
    }
}
