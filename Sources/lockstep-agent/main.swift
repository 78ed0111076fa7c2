// Holds the unlocked vault in guarded memory and serves its socket, in the foreground. `lockstep agent start` starts it.
internal import Agent
internal import Glibc
internal import Lifecycle
internal import Secrets
internal import Vault
internal import Wire

for warning in Hardening.begin(unlocked: Agency.warnOfUnlockedMemory) {
    switch warning {
    case .dumpable: say("warning: core dumps cannot be disabled here")
    }
}
switch Hardening.tracing {
case .none: break
case .unknown: say("warning: \(Hardening.untold)")
case .traced:
    say(Hardening.traced)
    exit(AgentExit.traced.rawValue)
}
signal(SIGPIPE, SIG_IGN)
exit(Agency.run(Array(CommandLine.arguments.dropFirst())).rawValue)
