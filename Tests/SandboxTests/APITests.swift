import TestSupport
import Testing

@testable import Sandbox

/// The API without its sockets.
struct Client {
    let sandbox: Sandbox
    let token: String

    init(_ change: (inout Settings) -> Void = { _ in }) throws {
        var settings = Settings()
        change(&settings)
        sandbox = try #require(Sandbox(settings))
        token = sandbox.provisioningToken
    }

    func ask(
        _ method: String, _ path: String, _ body: String = "", filter: String? = nil, as token: String? = nil
    ) -> Answer {
        let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
        var request = Request(method: method, path: parts[0])
        request.body = Array(body.utf8)
        request.headers = [
            ("authorization", "Bearer \(token ?? self.token)"), ("content-type", "application/json"),
        ]
        if let filter { request.headers.append(("x-filter", filter)) }
        request.query =
            parts.count < 2
            ? []
            : parts[1].split(separator: "&").map { pair in
                let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
                return (sides[0], sides.count > 1 ? sides[1] : "")
            }
        return sandbox.answer(request)
    }

    func json(_ answer: Answer) throws -> JSON { try #require(JSONReader.read(Array(answer.body))) }

    /// Makes a token and gives its id and string.
    func make(_ body: String) throws -> (id: Int64, string: String) {
        let json = try json(ask("POST", "/v4/profile/tokens", body))
        return (try #require(json["id"]?.asNumber), try #require(json["token"]?.asText))
    }
}

@Suite("The sandbox's API")
struct APITests {
    @Test(
        "refuses what the real one refuses",
        arguments: [
            ("POST", "/v4/profile/tokens", #"{"label": ""}"#, 400, "label"),
            ("POST", "/v4/profile/tokens", #"{"label": 7}"#, 400, "label"),
            ("POST", "/v4/profile/tokens", #"{"expiry": "2001-01-01T00:00:00"}"#, 400, "expiry"),
            ("POST", "/v4/profile/tokens", #"{"expiry": "soon"}"#, 400, "expiry"),
            ("POST", "/v4/profile/tokens", #"{"expiry": "2030-02-30T00:00:00"}"#, 400, "expiry"),
            ("POST", "/v4/profile/tokens", "{", 400, "JSON"),
            ("POST", "/v4/profile/tokens", "[]", 400, "JSON"),
            ("GET", "/v4/profile/tokens?page_size=24", "", 400, "Must be 25-500"),
            ("GET", "/v4/profile/tokens?page_size=501", "", 400, "Must be 25-500"),
            ("GET", "/v4/profile/tokens?page=0", "", 400, "page"),
            ("GET", "/v4/profile/tokens/99", "", 404, "Not found"),
            ("DELETE", "/v4/profile/tokens/99", "", 404, "Not found"),
            ("GET", "/v4/nothing", "", 404, "Not found"),
            ("PATCH", "/v4/profile", "", 405, "Method"), ("GET", "/v3/profile", "", 404, "Not found"),
        ] as [(String, String, String, Int, String)])
    func refusals(_ method: String, _ path: String, _ body: String, _ status: Int, _ says: String) throws {
        let answer = try Client().ask(method, path, body)
        #expect(answer.status == status && String(decoding: answer.body, as: UTF8.self).contains(says))
        #expect(String(decoding: answer.body, as: UTF8.self).hasPrefix(#"{"errors""#))
    }

    @Test("shows a token whole once, and by its first sixteen characters from then on")
    func once() throws {
        let client = try Client()
        let made = try client.make(#"{"label": "a", "scopes": "linodes:read_only", "expiry": null}"#)
        #expect(made.string.utf8.count == 64)
        let seen = try client.json(client.ask("GET", "/v4/profile/tokens/\(made.id)"))
        #expect(seen["token"]?.asText == String(made.string.prefix(16)))
        #expect(seen["expiry"]?.asText == "2999-12-12T05:00:00")
    }

    @Test("tells a missing scope from a dead token by X-OAuth-Scopes")
    func unauthorized() throws {
        let client = try Client()
        let made = try client.make(#"{"scopes": "linodes:read_only volumes:read_write"}"#)
        func scopes(_ answer: Answer) -> String? { answer.headers.first { $0.0 == "X-OAuth-Scopes" }?.1 }
        let narrow = client.ask("GET", "/v4/profile/tokens", as: made.string)
        #expect(narrow.status == 401 && scopes(narrow) == "linodes:read_only volumes:read_write")
        #expect(client.ask("GET", "/v4/profile", as: made.string).status == 200)
        _ = client.ask("DELETE", "/v4/profile/tokens/\(made.id)")
        let dead = client.ask("GET", "/v4/profile", as: made.string)
        #expect(dead.status == 401 && scopes(dead) == "unknown")
    }

    @Test("gives no more scopes than the acting token has, and all of them when none are named")
    func scopes() throws {
        let client = try Client()
        let maker = try client.make(#"{"scopes": "account:read_write"}"#).string
        let copy = try client.json(client.ask("POST", "/v4/profile/tokens", "{}", as: maker))
        #expect(copy["scopes"]?.asText == "account:read_write")
        let none = try client.json(client.ask("POST", "/v4/profile/tokens", #"{"scopes": ""}"#, as: maker))
        #expect(none["scopes"]?.asText == "")
        #expect(
            client.ask("POST", "/v4/profile/tokens", #"{"scopes": "linodes:read_only"}"#, as: maker).status
                == 400)
    }

    @Test("pages, orders and filters")
    func listing() throws {
        let client = try Client()
        for number in 1...59 { _ = try client.make(#"{"label": "t\#(number)", "scopes": ""}"#) }
        func page(_ query: String, _ filter: String? = nil) throws -> JSON {
            try client.json(client.ask("GET", "/v4/profile/tokens?\(query)", filter: filter))
        }
        let third = try page("page=3&page_size=25")
        #expect(third["pages"]?.asNumber == 3 && third["results"]?.asNumber == 60)
        func labels(_ json: JSON) -> [String] {
            guard case .array(let rows)? = json["data"] else { return [] }
            return rows.compactMap { $0["label"]?.asText }
        }
        #expect(labels(third).count == 10)
        #expect(labels(try page("page=9")).isEmpty)
        #expect(labels(try page("", #"{"label": "t7"}"#)) == ["t7"])
        #expect(labels(try page("", #"{"label": {"+contains": "t5"}}"#)).count == 11)
        #expect(labels(try page("", #"{"+or": [{"label": "t1"}, {"label": "t2"}]}"#)) == ["t1", "t2"])
        #expect(labels(try page("", #"{"+order_by": "label", "+order": "desc"}"#)).first == "t9")
        #expect(client.ask("GET", "/v4/profile/tokens", filter: #"{"scopes": "*"}"#).status == 400)
        #expect(client.ask("GET", "/v4/profile/tokens", filter: "{").status == 400)
    }

    @Test("lets listings lag, expires tokens, and limits requests a minute, all by its own clock")
    func time() throws {
        let client = try Client { $0.listLag = 10 }
        let made = try client.make(#"{"label": "late", "scopes": ""}"#)
        func isListed() -> Bool {
            String(decoding: client.ask("GET", "/v4/profile/tokens").body, as: UTF8.self).contains("late")
        }
        #expect(!isListed())
        _ = client.ask("POST", "/_sandbox/advance", #"{"seconds": 11}"#)
        #expect(isListed())
        _ = client.ask("DELETE", "/v4/profile/tokens/\(made.id)")
        #expect(isListed() && client.ask("GET", "/v4/profile/tokens/\(made.id)").status == 404)

        let limited = try Client { $0.rate = 3 }
        let statuses = (0..<4).map { _ in limited.ask("GET", "/v4/profile").status }
        #expect(statuses == [200, 200, 200, 429])
        _ = limited.ask("POST", "/_sandbox/advance", #"{"seconds": 61}"#)
        #expect(limited.ask("GET", "/v4/profile").status == 200)

        let soon = try client.make(#"{"expiry": "2027-01-01T00:00:00", "scopes": ""}"#)
        #expect(client.ask("GET", "/v4/profile", as: soon.string).status == 200)
        _ = client.ask("POST", "/_sandbox/advance", #"{"seconds": 400000000}"#)
        #expect(client.ask("GET", "/v4/profile", as: soon.string).status == 401)
    }

    @Test("keeps its tokens across restarts in its state file, and refuses a file that is none")
    func state() throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/state"
        let first = try Client { $0.state = path }
        let made = try first.make(#"{"label": "kept", "scopes": ""}"#)
        let second = try Client { $0.state = path }
        #expect(second.token == first.token)
        #expect(second.ask("GET", "/v4/profile", as: made.string).status == 200)
        TemporaryFolder.write(Array("{}".utf8), to: path)
        var settings = Settings()
        settings.state = path
        #expect(Sandbox(settings) == nil)
    }

    @Test("a request that is dropped after it was carried out has been carried out")
    func faults() throws {
        let client = try Client()
        let set = client.ask(
            "POST", "/_sandbox/faults",
            #"{"fault": "reset-after", "method": "POST", "path": "/v4", "times": 1}"#)
        #expect(set.status == 200)
        #expect(client.ask("POST", "/_sandbox/faults", #"{"fault": "nonsense"}"#).status == 400)
        _ = client.ask("POST", "/v4/profile/tokens", #"{"label": "lost"}"#)
        #expect(
            String(decoding: client.ask("GET", "/v4/profile/tokens").body, as: UTF8.self).contains("lost"))
    }
}
