import Secrets
import Testing

@testable import Imports

@Suite("A text of another tool")
struct ScanningTests {
    static let a = String(repeating: "0a", count: 32)
    static let b = String(repeating: "b1", count: 32)
    private let env = SoughtNames(names: ["LINODE_TOKEN", "LINODE_CLI_TOKEN"], digits: 64)

    /// Names, lines and hosts; each string is where it is said to be.
    private func told(_ text: String, _ all: Findings) -> [String] {
        let bytes = Array(text.utf8)
        return all.strings.map {
            let string = String(decoding: bytes[$0.range], as: UTF8.self)
            return "\($0.name) \($0.line) \(string == Self.a ? "a" : string == Self.b ? "b" : string)"
                + ($0.host.map { " @\($0)" } ?? "")
        } + all.odd.map { "odd \($0.name) \($0.line)" }
    }

    private func ini(_ text: String) -> [String] {
        told(
            text, INIScan.findings(in: Array(text.utf8).span, SoughtNames(names: ["token"], digits: 64)))
    }

    private func environment(_ text: String) -> [String] {
        told(text, EnvironmentScan.findings(in: Array(text.utf8).span, env))
    }

    @Test("with profiles has one token each, whatever its way to write")
    func profiles() {
        let text = """
            \u{FEFF}[DEFAULT]\r
            default-user = ada\r
            api_host = api.example:8\r
            ; token = \(Self.b)
            [ada]
            region = us-east
            token = \(Self.a)
            [eve]
            TOKEN:\(Self.b)   \nAPI_HOST = other.example
            [short]
            token = 0a0a
            [empty]
            token =
            [long]
            token = \(Self.a)
              \(Self.a)
            """
        #expect(
            ini(text) == ["ada 7 a @api.example:8", "eve 9 b @other.example", "odd short 12", "odd long 16"])
        #expect(ini("[a]\ntoken = \(Self.a)\n\n[b]\ntoken = \(Self.b)").count == 2)
        #expect(ini("token = \(Self.a)") == [" 1 a"])
        #expect(ini("") == [])
    }

    @Test("with variables has those that tools read, as shells and readers write them")
    func variables() {
        let text = """
            \u{FEFF}# LINODE_TOKEN=\(Self.b)
            export LINODE_TOKEN="\(Self.a)" # mine
            LINODE_CLI_TOKEN = '\(Self.b)'\r
            OTHER=\(Self.a)
            KEY="-----BEGIN
            LINODE_TOKEN=\(Self.b)
            \\"-----" x
            LINODE_TOKEN=\(Self.b) # old
            LINODE_TOKEN='
            \(Self.a)
            '
            LINODE_TOKEN=lockstep://ci
            LINODE_TOKEN=$OTHER
            LINODE_TOKEN=
            LINODE_URL=https://api.example:8/v4
            LINODE_CLI_TOKEN=\(Self.a)x
            """
        let at = " @api.example:8"
        #expect(
            environment(text) == [
                "LINODE_TOKEN 2 a" + at, "LINODE_CLI_TOKEN 3 b" + at, "LINODE_TOKEN 8 b" + at,
                "LINODE_TOKEN 9 a" + at, "odd LINODE_TOKEN 13", "odd LINODE_CLI_TOKEN 16",
            ])
        #expect(environment("LINODE_TOKEN=\"\(Self.a)").count == 1)
        #expect(environment("LINODE_TOKEN=\"\nX=1\nLINODE_TOKEN=\(Self.a)") == ["LINODE_TOKEN 3 a"])
    }

    @Test("in JSON has members of the wanted names, however deep, and none twice")
    func json() throws {
        let text = """
            {"data": {"data": {"LINODE_TOKEN": "\(Self.a)", "other": "\(Self.b)"}},
             "list": [{"LINODE_CLI_TOKEN": "\(Self.b)"}, {"LINODE_TOKEN": "x"}, {"LINODE_TOKEN": 7}]}
            """
        for (text, start) in [(text, ""), ("\u{FEFF}" + text, "")] {
            let all = try JSONScan.findings(in: Array(text.utf8).span, env)
            #expect(
                told(text, all) == [
                    "data.data.LINODE_TOKEN 1 a", "list.0.LINODE_CLI_TOKEN 2 b",
                    "odd list.1.LINODE_TOKEN 2",
                ], "\(start)")
        }
        #expect(throws: ScannedJSON.Fault.self) { _ = try JSONScan.findings(in: Array("{".utf8).span, env) }
    }

    @Test("of a password store has the first line, and what is named below")
    func entry() {
        for (text, wanted) in [
            ("\(Self.a)\nuser: ada\n", ["e 1 a"]), ("\(Self.a)", ["e 1 a"]),
            ("hunter2\ntoken: \(Self.b)\n", ["e 2 b"]),
            ("\(Self.a)\nlinode_token: \(Self.b)\n", ["e 1 a", "e 2 b"]),
            ("hunter2\n", ["odd e 1"]), ("token: \(Self.a)", ["e 1 a"]), ("", []),
        ] {
            let all = EntryScan.findings(in: Array(text.utf8).span, entry: "e", env)
            #expect(told(text, all) == wanted)
        }
    }

    @Test("is read to its end, whatever its bytes are")
    func anything() {
        var generator = SystemRandomNumberGenerator()
        let signs = Array("[]=:#'\"\\ \n\rtokenLINODE_TOKEN\(Self.a)".utf8) + [0xEF, 0xBB, 0xBF, 0]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0..<60)).map { _ in signs.randomElement(using: &generator) ?? 0 }
            for all in [
                INIScan.findings(in: text.span, SoughtNames(names: ["token"], digits: nil)),
                EnvironmentScan.findings(in: text.span, env),
                EntryScan.findings(in: text.span, entry: "e", env),
            ] {
                #expect(all.strings.allSatisfy { $0.range.upperBound <= text.count })
            }
        }
    }
}
