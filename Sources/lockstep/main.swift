// Composes the rooms and runs the command line. It never parses the network: `lockstep-provider` does.
internal import Command
internal import Glibc
internal import Lifecycle
internal import Platform
internal import ProviderLink
internal import ProviderProfiles
internal import Secrets
internal import Vault

/// Not at the top level, where variables belong to the main actor, which is not linked.
func start() -> Never {
    signal(SIGPIPE, SIG_IGN)
    var warnings = Hardening.begin(unlocked: Program.warnOfUnlockedMemory).map { warning in
        switch warning {
        case .dumpable: Warning(.dumpable, "core dumps cannot be disabled here")
        }
    }
    let tracing = Hardening.tracing
    if tracing == .unknown { warnings.append(Warning(.tracingUnknown, Hardening.untold)) }
    let tools = Program.prepared(
        Tools(
            door: { VaultFile(path: $0, state: $1) },
            depositing: { ticket, key, token, folder, vault, step in
                DepositWriter(
                    to: ticket, signing: key, creatingWith: token, in: folder, besides: vault, step: step)
            },
            provider: ProviderProcesses(
                .path(Programs.beside("lockstep-provider")), rules: ProviderProfile.linode.rules),
            clock: SystemClock(), version: Release.version))
    exit(CommandLineTool.run(tools, warnings: warnings, isTraced: tracing == .traced))
}

start()
