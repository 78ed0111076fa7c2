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
}
