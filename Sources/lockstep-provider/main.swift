internal import Glibc
internal import Lifecycle
package import Linode
internal import Platform
// Speaks to Linode for `lockstep`, which gives it requests over standard input and takes replies from standard
// output (`Sources/ProviderLink`). It parses the network, and never sees the vault or its key.
internal import ProviderLink
internal import Secrets

extension LinodeProvider: InterruptibleProvider {}

Processes.nameThisProcess("lockstep-provider")
// Its warnings are the ones that `lockstep` gives already.
_ = Hardening.begin()
guard Hardening.tracing != .traced else {
    try? writeAll(Array("lockstep-provider: \(Hardening.traced)\n".utf8).span, to: STDERR_FILENO)
    exit(1)
}
signal(SIGPIPE, SIG_IGN)
// An interrupt at the terminal is for `lockstep`, which may want the answer still: the end of its pipe is the end here.
signal(SIGINT, SIG_IGN)
ProviderLink.serve(input: STDIN_FILENO, output: STDOUT_FILENO) { (baseURL) throws(ProviderFailure) in
    try LinodeProvider(
        baseURL: baseURL, sharing: ProviderLink.SharedPace.descriptor(in: CommandLine.arguments))
}
