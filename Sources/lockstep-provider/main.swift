// Speaks to Linode for `lockstep`, which gives it requests over standard input and takes replies from standard
// output (`Sources/Courier`). It parses the network, and never sees the vault or its key.
internal import Courier
internal import Glibc
internal import Lifecycle
package import Linode
internal import Platform
internal import Secrets

extension LinodeProvider: InterruptibleProvider {}

// Its warnings are the ones that `lockstep` gives already.
_ = Hardening.begin()
guard Hardening.tracing != .traced else {
    try? writeAll(Array("lockstep-provider: \(Hardening.traced)\n".utf8).span, to: STDERR_FILENO)
    exit(1)
}
signal(SIGPIPE, SIG_IGN)
Courier.serve(input: STDIN_FILENO, output: STDOUT_FILENO) { (baseURL) throws(ProviderFailure) in
    try LinodeProvider(baseURL: baseURL)
}
