import Glibc
import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Command

@Suite("What is printed")
struct OutputTests {
    @Test(
        "a bound is said in a unit that fits",
        arguments: [
            (65_536, "64 KiB"), (1 << 20, "1 MiB"), (4096, "4 KiB"), (100, "100 bytes"), (0, "0 bytes"),
        ])
    func size(_ bytes: Int, _ words: String) { #expect(Printable.size(bytes) == words) }

    @Test(
        "cannot steer a terminal or turn its reading direction",
        arguments: [
            ("plain", "plain"), ("a\u{1B}[31mb", "a\\u{1b}[31mb"), ("a\nb", "a\\u{a}b"),
            ("a\u{202E}b", "a\\u{202e}b"),
            ("a\u{9B}b", "a\\u{9b}b"), ("é☃", "é☃"),
        ])
    func safe(_ text: String, _ line: String) { #expect(Printable.line(text) == line) }

    @Test(
        "is as wide as a terminal shows it",
        arguments: [("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("👩‍💻", 2), ("", 0)])
    func width(_ text: String, _ columns: Int) { #expect(Printable.width(text) == columns) }

    @Test(
        "a table is never wider than the terminal, and cuts no word",
        arguments: [0, 20, 40, 60, 80, 200])
    func table(_ columns: Int) {
        var table = Table(.init("LABEL", .label), .init("STATE"), .init("SCOPES", .counted))
        table.add("ci", "active", "linodes:rw domains:ro volumes:ro")
        table.add(String(repeating: "長", count: 25), "active", "*")
        let text = table.text(columns: columns)
        let widths = text.split(separator: "\n").map { Printable.width(String($0)) }
        if columns >= 60 { #expect(widths.allSatisfy { $0 <= columns }, "\(text)") }
        #expect(text.contains(String(repeating: "長", count: 25)), "\(text)")
        #expect(text.contains("linodes:rw +2") == (columns == 80), "\(text)")
    }

    @Test(
        "JSON escapes what it must and nothing else",
        arguments: [
            ("a\"b\\c", #""a\"b\\c""#), ("\n\t\u{1}", #""\n\t\u0001""#),
            ("\u{7F}\u{2028}", #""\u007f\u2028""#), ("é☃👍/", "\"é☃👍/\""),
            ("a\u{202E}b\u{2066}\u{200F}\u{FEFF}", #""a\u202eb\u2066\u200f\ufeff""#),
            ("\u{E0041}\u{E000}\u{1D173}", #""\udb40\udc41\ue000\ud834\udd73""#),
        ])
    func json(_ text: String, _ line: String) { #expect(JSON.text(text).line == line) }

    @Test("JSON of a problem is one line, with code, message and hint")
    func problem() {
        let problem = Problem(.conflict, .busy, "It is \"busy\".", safe: "Safe.", hint: "Wait.")
        #expect(
            problem.json.line
                == #"{"version":1,"error":{"code":"busy","message":"It is \"busy\". Safe.","hint":"Wait."}}"#)
        #expect(problem.text == "lockstep: It is \"busy\".\n  Safe.\n  Wait.\n")
    }

    @Test(
        "every failure of the provider has a sentence, a remedy and an exit code of its own kind",
        arguments: ProviderFailure.Code.allCases)
    func failures(_ code: ProviderFailure.Code) {
        let problem = Problem(ProviderFailure(code))
        #expect([.providerRefused, .providerUnreachable].contains(problem.exit))
        #expect(!problem.message.isEmpty && !problem.hint.isEmpty && problem.message.hasSuffix("."))
    }

    @Test("every failure of the vault has a sentence and an exit code", arguments: LedgerError.Code.allCases)
    func vault(_ code: LedgerError.Code) {
        let problem = Problem(LedgerError(code))
        #expect(!problem.message.isEmpty && problem.exit != .done)
    }

    @Test(
        "a token is flagged for what deserves a look",
        arguments: [
            (13, "linodes:read_only", "expires soon"), (15, "linodes:read_only", ""),
            (-1, "*", "expired, full access"),
            (nil, "*", "never expires, full access"),
        ] as [(Int64?, String, String)])
    func flags(_ days: Int64?, _ scopes: String, _ words: String) {
        let now = Instant(seconds: 1_800_000_000)
        let expiry = days.map { Expiry.at(now.advanced(by: $0 * 86_400 + 60)) } ?? .never
        let token = Token(
            id: 1, label: "ci", scopes: Scopes(provider: scopes), created: nil, expiry: expiry, prefix: "")
        #expect(TokenFlag.words(TokenFlag.of(token, now: now)) == words)
    }

    @Test("a purged token has no flags, and no expiry that could come")
    func purged() throws {
        let token = Token(id: 1, label: "ci", scopes: .all, created: nil, expiry: .never, prefix: "")
        let record = Record(
            id: RecordID(), account: RecordID(), label: try Label("ci"), state: .gone, token: token,
            nonce: Nonce(), sealed: Instant(seconds: 0))
        #expect(TokenFlag.of(record, now: Instant(seconds: 0)).isEmpty)
    }

    @Test("one token and several are counted in good grammar", arguments: [1, 2])
    func summary(_ count: Int) {
        let now = Instant(seconds: 1_800_000_000)
        let tokens = [Expiry.at(now.advanced(by: 60)), .never].flatMap { expiry in
            (0..<count).map {
                Token(
                    id: .numbered($0 + 1), label: "ci", scopes: .only([:]), created: nil, expiry: expiry,
                    prefix: ""
                )
            }
        }
        #expect(
            TokenFlag.summary(tokens, now: now)
                == (count == 1
                    ? "1 expires within 14 days, 1 never expires" : "2 expire within 14 days, 2 never expire")
        )
    }

    @Test(
        "what stands in the way of a file says what to do about it, and only a full disk needs space",
        arguments: [
            (ENOSPC, "Free some space"), (EDQUOT, "Free some space"), (EFBIG, "ulimit -f"),
            (EACCES, "can write"),
            (EROFS, "read-only"), (ENOENT, "folder first"), (ENOTDIR, "not a folder"), (EISDIR, "in it"),
            (ELOOP, "file itself"), (ENAMETOOLONG, "shorter"), (EPIPE, "start it again"),
            (EBADF, "for writing"),
            (EINVAL, "another path"),
        ] as [(Int32, String)])
    func remedies(_ number: Int32, _ words: String) {
        let problem = PlainFile.unwritten(number, "o")
        #expect(problem.hint.contains(words), "\(problem)")
        #expect(problem.hint.contains("Free some space") == [ENOSPC, EDQUOT].contains(number), "\(problem)")
    }

    @Test("a refusal of the provider names the account that is to log in", arguments: ["work", "my account"])
    func account(_ name: String) throws {
        let account = Account(
            id: RecordID(), name: try Label(name),
            identity: Identity(user: "u", customer: "c", scopes: .all, isRestricted: false), token: nil,
            sealed: Instant(seconds: 0))
        let login = "lockstep login \(Printable.word(name))"
        for code in [ProviderFailure.Code.deadCredential, .missingScope] {
            #expect(Problem(ProviderFailure(code), of: account).hint.hasSuffix(login))
            #expect(Problem.pending(.provider(ProviderFailure(code)), of: account).hint.contains(login))
        }
    }

    @Test(
        "the progress of many operations fits into the line, whatever its width",
        arguments: [
            (80, "[####################....................] 3 of 8 revoked, 1 held up"),
            (40, "[#####......] 3 of 8 revoked, 1 held up"), (20, " 3 of 8 revoked, 1…"),
        ])
    func progress(_ columns: Int, _ line: String) {
        let said = ProgressBar.line(Progress(total: 8, through: 3, heldUp: 1), "revoked", columns: columns)
        #expect(said == line)
        #expect(Printable.width(said) < columns)
    }
}
