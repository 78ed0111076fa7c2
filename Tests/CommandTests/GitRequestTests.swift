import Lifecycle
import Testing

@testable import Command

@Suite("What git asks")
struct GitRequestTests {
    private func request(_ text: String) throws -> GitRequest { try GitRequest(Array(text.utf8)) }

    @Test("is read to an empty line or the end, and unknown keys are passed over")
    func read() throws {
        let asked = try request(
            "capability[]=authtype\nprotocol=https\nhost=Git.Example:443\npath=a/b.git\nusername=me\n"
                + "wwwauth[]=Basic realm=\"x\"\n\nhost=evil.example\n")
        #expect(asked.destination == Destination("https://git.example/a/b.git") && asked.user == "me")
        #expect(try request("protocol=http\nhost=localhost:1").destination.text == "http://localhost:1")
    }

    @Test(
        "is refused where it does not say plainly where the token goes",
        arguments: [
            ("", .missing("protocol")), ("\n", .missing("protocol")),
            ("host=a.example\n", .missing("protocol")),
            ("protocol=https\n", .missing("host")), ("protocol=https\nhost=\n", .missing("host")),
            ("protocol=HTTP\nhost=localhost\n", .scheme), ("protocol=HTTPS\nhost=a.example\n", .scheme),
            ("protocol=ssh\nhost=a.example\n", .scheme), ("protocol=\nhost=a.example\n", .scheme),
            ("url=https://a.example\n", .url),
            ("protocol=https\nhost=a.example\nurl=https://b.example\n", .url),
            ("protocol=https\nhost=a.example\nhost=b.example\n", .twice("host")),
            ("protocol=https\nprotocol=http\nhost=a.example\n", .twice("protocol")),
            ("protocol=http\nhost=a.example\n", .plain), ("protocol=https\nhost=a.example\u{0}\n", .line(2)),
            ("protocol=https\r\nhost=a.example\r\n", .line(1)), ("protocol=https\nhost\n", .line(2)),
            ("protocol=https\n=x\n", .line(2)), ("protocol=https\nhost=a@b.example\n", .place),
            ("protocol=https\nhost=a.example/b\n", .place), ("protocol=https\nhost=*\n", .place),
            ("protocol=https\nhost=a.example\npath=a/../b\n", .place),
            ("protocol=https\nhost=\(String(repeating: "a", count: 9000))\n", .line(2)),
        ] as [(String, GitRequest.Flaw)])
    func refused(_ text: String, _ flaw: GitRequest.Flaw) {
        #expect(throws: flaw) { try request(text) }
    }

    @Test("bytes that are not UTF-8 in a key that counts are refused")
    func bytes() {
        #expect(throws: GitRequest.Flaw.line(2)) {
            try GitRequest(Array("protocol=https\nhost=".utf8) + [0xFF, 0x0A])
        }
    }

    @Test(
        "a word for the shell stays one word",
        arguments: [
            ("ci/deploy", "ci/deploy"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("-x", "-- -x"),
            ("$(x)", "'$(x)'"),
        ])
    func word(_ text: String, _ quoted: String) { #expect(Printable.word(text) == quoted) }
}
