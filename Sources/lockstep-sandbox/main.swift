// An embedded Linode API on loopback. It knows nothing of vaults, and its tokens open nothing but itself.
internal import Glibc
internal import Sandbox

signal(SIGPIPE, SIG_IGN)
let words = Array(CommandLine.arguments.dropFirst())
if words.contains("--help") {
    print(Settings.help, terminator: "")
    exit(0)
}
switch Settings.read(words) {
case .failure(let misunderstood):
    Say.note("lockstep-sandbox: \(misunderstood.word) is not a valid option; see --help")
    exit(2)
case .success(let settings):
    do {
        Say.holdEnds()
        let server = try Server(settings)
        Say.note("lockstep-sandbox: http://127.0.0.1:\(server.port)")
        withExtendedLifetime(server) { Say.waitForEnd() }
    } catch {
        Say.note("lockstep-sandbox: \(error.rawValue)")
        exit(1)
    }
}
