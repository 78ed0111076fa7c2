import Lifecycle
import Testing

@testable import ProviderProfiles

@Suite("The profile of Linode")
struct LinodeProfileTests {
    let linode = ProviderProfile.linode

    @Test(
        "leads its tools to another address with a variable each, and says nothing of the usual one",
        arguments: [
            ("http://127.0.0.1:99/", ["http://127.0.0.1:99", "127.0.0.1:99", "http"]),
            ("https://proxy.example/linode", ["https://proxy.example/linode", "proxy.example", "https"]),
            ("https://api.linode.com", []),
        ])
    func variables(_ address: String, _ values: [String]) throws {
        let found = linode.variables(for: try #require(ProviderAddress(address)))
        #expect(found.map(\.value) == values)
        #expect(
            found.map(\.name)
                == Array(["LINODE_URL", "LINODE_CLI_API_HOST", "LINODE_CLI_API_SCHEME"].prefix(values.count)))
    }

    @Test("takes an expiry a hundred years ahead, and none, for never")
    func never() {
        let now = Instant(seconds: 1_800_000_000)
        #expect(linode.expiry(nil, now: now) == .never)
        #expect(linode.expiry(now.advanced(by: 100 * 365 * 86_400), now: now) == .never)
        let last = now.advanced(by: 100 * 365 * 86_400 - 1)
        #expect(linode.expiry(last, now: now) == .at(last))
    }

    @Test("has numbers for ids", arguments: [("7", true), ("tok_1", false), ("007", false), ("0", false)])
    func ids(_ text: String, _ isID: Bool) { #expect((linode.id(text) != nil) == isID) }

    @Test("knows its scopes, and asks for one that it does not know only where that is said")
    func scopes() throws {
        let catalog = linode.catalog
        #expect(try catalog.scopes(["linodes:rw,domains:ro"]).text == "domains:read_only linodes:read_write")
        #expect(throws: ScopeCatalog.Problem.unknownScope("linode", nearest: "linodes")) {
            try catalog.scopes(["linode:ro"])
        }
        #expect(throws: ScopeCatalog.Problem.noReadOnly("vpc")) { try catalog.scopes(["vpc:ro"]) }
        let both = try catalog.scopes(["linodes:ro"], unknown: ["placement_groups:rw", "vpc:ro"])
        #expect(both.text == "linodes:read_only placement_groups:read_write vpc:read_only")
    }

    @Test(
        "asks for nothing that is not of the form of a scope",
        arguments: ["*", "*:rw", "x", "a:b:c", ":ro", "A:ro", "a\"b:ro", "a:modify", "a:"])
    func form(_ word: String) {
        #expect(throws: ScopeCatalog.Problem.self) { try linode.catalog.scopes([], unknown: [word]) }
    }
}
