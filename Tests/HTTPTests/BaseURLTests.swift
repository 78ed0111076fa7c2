import Testing

@testable import HTTP

@Suite("A server's URL")
struct BaseURLTests {
    @Test(
        "is https anywhere, or http to this machine",
        arguments: [
            "https://api.linode.com", "https://api.linode.com/", "https://10.0.0.1:8443",
            "http://127.0.0.1:80",
            "http://127.9.8.7", "http://[::1]:8080", "http://localhost:8080", "https://example.org/prefix",
        ])
    func accepted(_ text: String) throws {
        #expect(try !BaseURL(text).text.hasSuffix("/"))
    }

    @Test(
        "is nothing else",
        arguments: [
            "http://api.linode.com", "http://10.0.0.1", "http://128.0.0.1", "http://127.0.0.1.example.org",
            "http://localhost.example.org", "http://[::2]", "http://0.0.0.0", "ftp://127.0.0.1",
            "file:///etc/passwd",
            "https://user:pass@api.linode.com", "http://127.0.0.1@example.org", "https://api.linode.com/?a=b",
            "https://api.linode.com/#a", "", "api.linode.com", "https://", "http://127.0.0.1:99999",
            "https://a b/",
        ])
    func refused(_ text: String) {
        #expect { try BaseURL(text) } throws: { ($0 as? HTTPError)?.kind == .refused }
    }

    @Test("pins the name localhost to this machine's addresses")
    func pinned() throws {
        #expect(try BaseURL("http://localhost:8080").pin == "localhost:8080:127.0.0.1,[::1]")
        #expect(try BaseURL("http://127.0.0.1:8080").pin == nil)
        #expect(try BaseURL("https://localhost:8080").pin == nil)
    }
}
