import Glibc
import Lifecycle
import Secrets
import Testing

@testable import Courier

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

    @Test("is given the way to the network, and no variable of any tool for Linode")
    func environment() {
        unsafe setenv("LINODE_TOKEN", "magic", 1)
        unsafe setenv("LINODE_CLI_TOKEN", "magic", 1)
        unsafe setenv("LD_PRELOAD_X", "magic", 1)
        unsafe setenv("no_proxy", "example.org", 1)
        let environment = Helper.environment()
        #expect(environment.contains("no_proxy=example.org"))
        #expect(!environment.contains { $0.contains("magic") })
    }
}
