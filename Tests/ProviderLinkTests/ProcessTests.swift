import Glibc
import Lifecycle
import Secrets
import Testing

@testable import ProviderLink

@Suite("A helper that is none")
struct ProcessTests {
    /// As every program that uses a `ProviderProcess` does.
    init() { signal(SIGPIPE, SIG_IGN) }

    @Test(
        "is told as helper, and nothing was sent",
        arguments: ["/nowhere/lockstep-provider", "/", "/bin/true", "/bin/cat", "/bin/false"])
    func notOurs(_ path: String) throws {
        let provider = ProviderProcess(path: path, baseURL: "https://api.linode.com")
        let credential = try SecretBytes(random: 64)
        for _ in 1...2 {
            #expect { try provider.submit(.list, as: credential, tag: 1) } throws: {
                ($0 as? ProviderFailure)?.code == .helper
            }
        }
        #expect { _ = try provider.next() } throws: { ($0 as? ProviderFailure)?.code == .helper }
    }

    @Test("is given no variable but those that decide how the provider is reached")
    func environment() {
        let names = [
            "LINODE_TOKEN", "LINODE_CLI_TOKEN", "LD_PRELOAD_X", "SSLKEYLOGFILE", "OPENSSL_CONF",
            "OPENSSL_MODULES",
            "CURL_CA_BUNDLE", "CURL_SSL_BACKEND", "http_proxy", "HTTP_PROXY", "ssl_cert_file", "HOSTALIASES",
            "RES_OPTIONS", "REQUESTS_CA_BUNDLE",
        ]
        for name in names { unsafe setenv(name, "magic", 1) }
        // The other tests of this process would write the keys of their connections to a file of that name.
        defer { for name in names { unsafe unsetenv(name) } }
        unsafe setenv("SSL_CERT_DIR", "/certificates", 1)
        defer { unsafe unsetenv("SSL_CERT_DIR") }
        let environment = Helper.environment(for: "https://api.linode.com")
        #expect(environment.contains("SSL_CERT_DIR=/certificates"))
        #expect(!environment.contains { $0.contains("magic") })
    }
}
