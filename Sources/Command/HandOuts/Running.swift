internal import CPlatform
internal import Delivery
internal import Lifecycle
internal import Platform
internal import ProviderProfiles
internal import Secrets

/// Runs a command in the place of this process.
struct Running {
    var context: Context
    let options: RunOptions
    let variables: [RunVariable]

    /// The labels of its tokens, in the order of the variables.
    var labels: [Label] { variables.compactMap(\.label) }

    /// The command begins at a place of argv.
    func run(_ place: Int) throws(Problem) {
        try tellLost()
        let file = CommandFile(CommandLine.arguments[place])
        let handed = try handOut(into: file)
        try context.withholdUnlocking()
        throw try become(place, file, handed)
    }

    /// The tokens of the labels; the vault is closed again when this returns.
    func handOut(into file: CommandFile) throws(Problem) -> [HandedOut] {
        let handed = try context.handOut(
            labels, options.isMinted ? .mint : .run, options.handOut, into: file)
        // Without the address of the account nobody can say where the command may send the token.
        if case .usual? = variables.first, handed.first?.address == nil {
            throw Problem(LedgerError(.altered, .account))
        }
        return handed
    }

    /// Makes this process the command that begins at a place of argv; returns why it did not become it.
    func become(
        _ place: Int, _ file: CommandFile, _ handed: [HandedOut], tokenFile: String? = nil
    ) throws(Problem) -> Problem {
        let environment = try environment(for: file, handed[...], tokenFile)
        let failure = unsafe execute(
            arguments: CommandLine.unsafeArgv + place, environment: environment, opened: file.opened)
        return Problem(failure, command: CommandLine.arguments[place])
    }

    private func environment(
        for file: CommandFile, _ handed: ArraySlice<HandedOut>, _ tokenFile: String?
    ) throws(Problem) -> ChildEnvironment {
        var handed = handed
        let kept = try kept
        do throws(HandOutError) {
            // From here on this is the command's process: paths of files in memory name it.
            if options.isMasked, !options.isMinted { try MaskedRun.begin(hiding: try secrets(handed)) }
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
            if let tokenFile { try environment.set(Running.tokenFile, plain: tokenFile) }
            return environment
        } catch { throw Problem(error) }
    }

    /// The variable with the path of the file that is kept up to date.
    static let tokenFile = "LOCKSTEP_TOKEN_FILE"

    /// The caller's variables that are passed on although they begin as those of the tools do.
    private var kept: [String] {
        get throws(Problem) {
            try RunVariables(options: options).kept(ProviderProfile.linode.harmlessVariables)
        }
    }

    /// Says which variables of the caller the command does not get; those that are set anew are replaced, and no loss.
    func tellLost() throws(Problem) {
        let kept = try kept
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

    func secrets(_ handed: ArraySlice<HandedOut>) throws(HandOutError) -> [MaskedSecret] {
        do throws(SecretsError) {
            return try handed.map { token throws(SecretsError) in
                try MaskedSecret(token.string, open: ProviderProfile.linode.publicPrefix)
            }
        } catch { throw .memory }
    }
}
