import Testing

@testable import Lifecycle

@Suite("A host that a token may be sent to")
struct DestinationTests {
    @Test(
        "is kept in one form",
        arguments: [
            ("https://Git.Example", "https://git.example"), ("git.example:443", "https://git.example"),
            ("http://localhost:80/", "http://localhost"),
            ("HTTPS://git.example:8443/Team/Project.git/", "https://git.example:8443/Team/Project.git"),
            ("https://müller.example", "https://xn--mller-kva.example"),
            ("https://MU\u{308}LLER.example", "https://xn--mller-kva.example"),
            ("https://xn--mller-kva.example", "https://xn--mller-kva.example"),
            ("https://bücher.例え", "https://xn--bcher-kva.xn--r8jz45g"),
            ("https://правда.example", "https://xn--80aafi6cg.example"), ("[::1]:3000", "https://[::1]:3000"),
            ("https://*.example", nil), ("https://user@git.example", nil), ("https://", nil), ("", nil),
            ("ssh://git.example", nil), ("https://git.example:0", nil), ("https://git.example:x", nil),
            ("https://git..example", nil), ("https://.example", nil), ("https://git.example.", nil),
            ("https://git.example/a/../b", nil), ("https://git.example/a//b", nil),
            ("https://git\u{FF0E}example", nil), ("https://git.example\u{202E}", nil),
            ("https://git example", nil),
            ("https://git.example\n", nil), ("https://git.example\u{0}", nil), ("https://g%69t.example", nil),
        ] as [(String, String?)])
    func form(_ url: String, _ text: String?) { #expect(Destination(url)?.text == text) }

    @Test(
        "covers the same scheme, host and port, and with a path that path alone",
        arguments: [
            ("https://a.example", "https://a.example", true),
            ("https://a.example", "https://a.example/x", true),
            ("https://a.example/x", "https://a.example/x", true),
            ("https://a.example/x", "https://a.example", false),
            ("https://a.example/x", "https://a.example/x/y", false),
            ("https://a.example/x", "https://a.example/X", false),
            ("https://a.example", "https://A.EXAMPLE:443", true),
            ("https://a.example", "https://a.example:8443", false),
            ("https://a.example:8443", "https://a.example", false),
            ("https://a.example", "https://b.a.example", false),
            ("https://a.example", "https://a.example.evil.example", false),
            ("https://a.example", "http://a.example", false),
        ])
    func covers(_ bound: String, _ asked: String, _ isAllowed: Bool) throws {
        let (bound, asked) = (try #require(Destination(bound)), try #require(Destination(asked)))
        #expect(bound.covers(asked) == isAllowed)
    }

    @Test(
        "is private with https, and with http on this machine only",
        arguments: [
            ("https://a.example", true), ("http://a.example", false), ("http://localhost:3000", true),
            ("http://127.0.0.1", true), ("http://127.1.2.3:80", true), ("http://[::1]", true),
            ("http://127.0.0.1.evil.example", false), ("http://127.evil", false),
            ("http://127.0.0.256", false),
            ("http://localhost.evil.example", false), ("http://0127.0.0.1", false),
        ])
    func isPrivate(_ url: String, _ expected: Bool) throws {
        #expect(try #require(Destination(url)).isPrivate == expected)
    }

    @Test("is read from the vault only as it was written")
    func encoding() throws {
        var hosts = HostBindings()
        #expect(hosts.bytes == nil)
        hosts.destinations = ["https://a.example", "http://localhost:3000/x"].compactMap { Destination($0) }
        let bytes = try #require(hosts.bytes)
        #expect(try HostBindings(bytes) == hosts)
        for wrong in [bytes + [0], Array(bytes.dropLast()), [0, 0], [0, 1, 0, 0, 0, 1, 0x61]] {
            #expect(throws: (any Error).self) { try HostBindings(wrong) }
        }
    }
}
