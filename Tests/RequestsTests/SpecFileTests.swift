import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing

@Suite("A file of token specs")
struct SpecFileTests {
    private func read(_ text: String) throws(Failure) -> [TokenSpec] {
        try SpecFile.read(Array(text.utf8))
    }

    private func flaw(_ text: String) -> SpecFlaw? {
        do throws(Failure) {
            _ = try read(text)
            return nil
        } catch {
            if case .unusable(.spec(let flaw)) = error { return flaw }
            return nil
        }
    }

    @Test("has tokens with all that can be said of them")
    func whole() throws {
        let specs = try read(
            """
            {"version": 1, "tokens": [
              {"label": "ci", "account": "work", "scopes": ["linodes:rw", "domains:ro"], "lifetime": "90d",
               "renew": "66%", "overlap": "2h", "owner": "Zoë", "purpose": "a \\"b\\"", "tags": ["x", "y"]},
              {"label": "all", "scopes": "*", "expiry": "never"},
              {"label": "day", "scopes": ["*"], "expiry": "2030-01-31", "owner": null}
            ]}
            """)
        #expect(specs.map(\.label.text) == ["ci", "all", "day"])
        var ci = TokenSpec(Form.label("ci"))
        (ci.account, ci.scopes) = ("work", ["linodes:rw", "domains:ro"])
        (ci.policy.lifetime, ci.policy.renewal, ci.policy.overlap) = ("90d", "66%", "2h")
        (ci.policy.owner, ci.policy.purpose, ci.policy.tags) = ("Zoë", "a \"b\"", ["x", "y"])
        #expect(specs[0] == ci)
        #expect(specs[1].isFullAccess && specs[1].expiry == "never")
        #expect(specs[2].isFullAccess && specs[2].expiry == "2030-01-31" && specs[2].policy.owner == nil)
        #expect(try read(#"{"version":1,"tokens":[]}"#) == [])
    }

    private static let wrong: [(String, SpecFlaw.Fault)] = [
        (#"{"label":"a","scopes":[],"lifetime":"9d","labels":1}"#, .unknownKey("labels")),
        (#"{"scopes":[],"lifetime":"9d"}"#, .missing("label")),
        (#"{"label":"a","lifetime":"9d"}"#, .missing("scopes")),
        (#"{"label":7}"#, .type("label")), (#"{"label":" a"}"#, .label(" a", .surroundingSpace)),
        (#"{"label":"a","scopes":"x","lifetime":"9d"}"#, .type("scopes")),
        (#"{"label":"a","scopes":[1],"lifetime":"9d"}"#, .type("scopes")),
        (#"{"label":"a","scopes":[],"lifetime":9}"#, .type("lifetime")),
        (#"{"label":"a","scopes":[],"lifetime":"9d","tags":"x"}"#, .type("tags")),
        (#"{"label":"a","scopes":[]}"#, .expiryAndLifetime),
        (#"{"label":"a","scopes":[],"lifetime":"none"}"#, .expiryAndLifetime),
        (#"{"label":"a","scopes":[],"lifetime":"9d","expiry":"never"}"#, .expiryAndLifetime),
        (#"{"label":"a","scopes":[],"expiry":"90d"}"#, .relative("90d")), ("[]", .form),
        (#"{"label":"b","scopes":[],"lifetime":"9d"}"#, .duplicate),
    ]

    @Test("is refused with what is wrong, and with the token that it is wrong with", arguments: wrong.indices)
    func refused(_ place: Int) {
        let (token, fault) = SpecFileTests.wrong[place]
        let found = flaw(
            #"{"version":1,"tokens":[{"label":"b","scopes":["x"],"lifetime":"9d"},\#(token)]}"#)
        #expect(found?.fault == fault && found?.place == 2, "\(token)")
    }

    @Test("is refused as a whole where it is none")
    func none() {
        let wrong: [(String, SpecFlaw.Fault)] = [
            ("", .malformed(line: 1, column: 1)), ("[]", .form), ("{\"version\":1}", .form),
            (#"{"tokens":[]}"#, .missing("version")), (#"{"version":2,"tokens":[]}"#, .version),
            (#"{"version":"1","tokens":[]}"#, .version),
            (#"{"version":1,"tokens":[],"more":1}"#, .unknownKey("more")),
            ("{\"version\":1,\n \"é\":}", .malformed(line: 2, column: 6)),
            ("{\"version\":1,\"tokens\":[]} x", .malformed(line: 1, column: 27)),
            (String(repeating: "[", count: 99), .malformed(line: 1, column: 34)),
        ]
        for (text, fault) in wrong { #expect(flaw(text) == SpecFlaw(fault), "\(text)") }
        let many = Array(repeating: "0", count: TokenSpec.most + 1).joined(separator: ",")
        #expect(flaw(#"{"version":1,"tokens":[\#(many)]}"#)?.fault == .tooMany)
    }

    @Test("is read to an end whatever stands in it: a byte that is another one, or is missing")
    func altered() throws {
        let bytes = Array(
            #"{"version":1,"tokens":[{"label":"é","scopes":["a:ro"],"lifetime":"9d","tags":["x"]}]}"#.utf8)
        for place in bytes.indices {
            for byte in [0, 0x22, 0x5C, 0x7B, 0x80, 0xFF] as [UInt8] {
                var other = bytes
                other[place] = byte
                _ = try? SpecFile.read(other)
            }
            #expect(throws: Failure.self) { try SpecFile.read(Array(bytes[..<place])) }
        }
    }
}
