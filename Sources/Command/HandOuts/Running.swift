internal import CPlatform
internal import Delivery
internal import Lifecycle
internal import Platform
internal import ProviderProfiles
internal import Secrets

/// Runs a command in the place of this process.
struct Running {
    let context: Context
    let options: RunOptions
    let variables: [RunVariable]

    /// The command begins at a place of argv.
    func run(_ place: Int) throws(Problem) {
        let file = CommandFile(CommandLine.arguments[place])
        let kept = try RunVariables(options: options).kept(ProviderProfile.linode.harmlessVariables)
        tellLost(kept)
        let environment = try environment(for: file, keeping: kept)
        let failure = unsafe execute(
            arguments: CommandLine.unsafeArgv + place, environment: environment, opened: file.opened)
        throw Problem(failure, command: CommandLine.arguments[place])
    }

    /// The environment of the command; the vault is closed again when this returns.
    private func environment(
        for file: CommandFile, keeping kept: [String]
    ) throws(Problem) -> ChildEnvironment {
        var handed = try context.handOut(variables.compactMap(\.label), .run, options.handOut, into: file)[
            ...]
        // Without the address of the account nobody can say where the command may send the token.
        if case .usual? = variables.first, handed.first?.address == nil {
            throw Problem(LedgerError(.altered, .account))
        }
        try context.withholdUnlocking()
        do throws(HandOutError) {
            // From here on this is the command's process: paths of files in memory name it.
            if options.isMasked { try MaskedRun.begin(hiding: try secrets(handed)) }
            var environment = unsafe ChildEnvironment(
                inheriting: lockstep_environment(), without: ProviderProfile.linode.variablePrefix,
                keeping: kept, isLoaderTrusted: file.opened == nil)
            for variable in variables {
                switch variable {
                case .plain(let name, let value): try environment.set(name, plain: value)
                case .usual:
                    try lend(handed.removeFirst(), to: &environment)
                case .token(let name, _): try environment.set(name, secret: handed.removeFirst().string)
                case .file(let name, _):
                    try environment.set(name, plain: try SecretFiles.path(of: handed.removeFirst().string))
                }
            }
            return environment
        } catch { throw Problem(error) }
    }

    /// Says which variables of the caller the command does not get; those that are set anew are replaced, and no loss.
    private func tellLost(_ kept: [String]) {
        let profile = ProviderProfile.linode
        var set = Set(variables.compactMap(\.name))
        if case .usual? = variables.first {
            set.formUnion(profile.tokenVariables + profile.addressVariables.map(\.name))
        }
        let lost = unsafe ChildEnvironment.lost(
            of: lockstep_environment(), without: profile.variablePrefix, keeping: kept
        ).filter { !set.contains($0) }
        guard !lost.isEmpty else { return }
        context.console.note(
            "Not passed on, because they could point the command elsewhere: "
                + "\(lost.map(Printable.line).joined(separator: ", ")). "
                + "To pass one on: --keep-env NAME")
    }

    /// Sets the variables that the provider's tools read.
    private func lend(_ token: HandedOut, to environment: inout ChildEnvironment) throws(HandOutError) {
        let profile = ProviderProfile.linode
        for name in profile.tokenVariables { try environment.set(name, secret: token.string) }
        for variable in token.address.map(profile.variables) ?? [] {
            try environment.set(variable.name, plain: variable.value)
        }
    }

    private func secrets(_ handed: ArraySlice<HandedOut>) throws(HandOutError) -> [MaskedSecret] {
        do throws(SecretsError) {
            return try handed.map { token throws(SecretsError) in
                try MaskedSecret(token.string, open: ProviderProfile.linode.publicPrefix)
            }
        } catch { throw .memory }
    }
}
