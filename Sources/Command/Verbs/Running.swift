internal import CPlatform
internal import Delivery
internal import Lifecycle
internal import Platform
internal import ProviderProfiles
internal import Secrets

/// Runs a command in the place of this process.
struct Running {
    let context: Context

    /// One variable of the command.
    private enum Variable {
        /// Those that the provider's tools read.
        case usual(Label)
        case token(String, Label)
        /// The path of a file with the token.
        case file(String, Label)
        case plain(String, String)

        var label: Label? {
            switch self {
            case .usual(let label), .token(_, let label), .file(_, let label): label
            case .plain: nil
            }
        }
    }

    func run() throws(Problem) {
        guard let place = context.options.command else {
            throw .usage("Say what to run: lockstep run LABEL -- COMMAND", hint: "See: lockstep run --help")
        }
        let environment = try environment()
        let failure = unsafe execute(arguments: CommandLine.unsafeArgv + place, environment: environment)
        throw Problem(failure, command: CommandLine.arguments[place])
    }

    /// The environment of the command; the vault is closed again when this returns.
    private func environment() throws(Problem) -> ChildEnvironment {
        let variables = try variables()
        let labels = variables.compactMap(\.label)
        guard !labels.isEmpty else {
            throw .usage(
                "Say which token the command gets: a LABEL, --env NAME=LABEL, --file NAME=LABEL or --env-file FILE."
            )
        }
        var handed = try context.handOut(labels, .run)[...]
        // Without the address of the account nobody can say where the command may send the token.
        if case .usual? = variables.first, handed.first?.address == nil {
            throw Problem(LedgerError(.altered, .account))
        }
        try context.withholdUnlocking()
        do throws(HandOutError) {
            // From here on this is the command's process: paths of files in memory name it.
            if context.options.mask { try MaskedRun.begin(hiding: try secrets(handed)) }
            var environment = unsafe ChildEnvironment(
                inheriting: lockstep_environment(), without: ProviderProfile.linode.variablePrefix)
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

    /// In the order in which they were said: the label, then files of variables, then single ones.
    private func variables() throws(Problem) -> [Variable] {
        var variables: [Variable] = []
        if !context.options.operands.isEmpty { variables.append(.usual(try context.label(0))) }
        for file in context.options.environmentFiles { variables += try read(file) }
        for word in context.options.environment {
            let (name, label) = try pair(word)
            variables.append(.token(name, label))
        }
        for word in context.options.files {
            let (name, label) = try pair(word)
            variables.append(.file(name, label))
        }
        return variables
    }

    private func read(_ file: String) throws(Problem) -> [Variable] {
        let bytes = try PlainFile.read(file, limit: 1 << 20, "The file of variables")
        let variables: [EnvironmentFile.Variable]
        do throws(EnvironmentFile.Problem) {
            variables = try EnvironmentFile(bytes).variables
        } catch { throw Problem(error, in: file) }
        return try variables.map { variable throws(Problem) in
            do throws(Problem) {
                try check(variable.name)
                switch variable.value {
                case .plain(let text): return .plain(variable.name, text)
                case .token(let label): return .token(variable.name, try Context.label(label))
                }
            } catch { throw error.located(variable.line, in: file) }
        }
    }

    private func pair(_ word: String) throws(Problem) -> (name: String, label: Label) {
        guard let equals = word.firstIndex(of: "=") else {
            throw .usage("\(Printable.quoted(word)) is not of the form NAME=LABEL.")
        }
        let name = String(word[..<equals])
        try check(name)
        return (name, try Context.label(String(word[word.index(after: equals)...])))
    }

    private func check(_ name: String) throws(Problem) {
        do throws(HandOutError) {
            try VariableNames.check(name, allowing: context.options.allowedVariables)
        } catch { throw Problem(error) }
    }
}
