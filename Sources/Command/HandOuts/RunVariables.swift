internal import Delivery
internal import Lifecycle

/// One variable of the command.
enum RunVariable: Hashable {
    /// Those that the provider's tools read.
    case usual(Label)
    case token(String, Label)
    /// The path of a file with the token.
    case file(String, Label)
    case plain(String, String)

    /// Its name; `nil` for the usual ones, which are several.
    var name: String? {
        switch self {
        case .usual: nil
        case .token(let name, _), .file(let name, _), .plain(let name, _): name
        }
    }

    var label: Label? {
        switch self {
        case .usual(let label), .token(_, let label), .file(_, let label): label
        case .plain: nil
        }
    }
}

/// Reads what a command line says of the variables of a command.
struct RunVariables {
    let options: RunOptions

    /// In the order in which they were said: the label, then files of variables, then single ones.
    func read(_ label: Label?) throws(Problem) -> [RunVariable] {
        var variables: [RunVariable] = label.map { [.usual($0)] } ?? []
        variables += try readFiles()
        for word in options.environment {
            let (name, label) = try pair(word)
            variables.append(.token(name, label))
        }
        for word in options.files {
            let (name, label) = try pair(word)
            variables.append(.file(name, label))
        }
        return variables
    }

    /// What the files set; a variable of a later one takes the place of an earlier one's.
    private func readFiles() throws(Problem) -> [RunVariable] {
        var variables: [RunVariable] = []
        for file in options.environmentFiles {
            for variable in try read(file) {
                variables.removeAll { $0.name == variable.name }
                variables.append(variable)
            }
        }
        return variables
    }

    /// The names of the caller's variables that are passed on although they compete with the tokens; throws for what never is.
    func kept(_ harmless: [String]) throws(Problem) -> [String] {
        for name in options.keptVariables {
            guard VariableNames.isName(name) else { throw Problem(HandOutError.invalidName(name)) }
            guard !ChildEnvironment.isWithheld(name) else {
                throw .usage(
                    "\(name) may name what opens the vault, so it is never passed on to a command.",
                    hint: "Leave out --keep-env \(name).")
            }
        }
        return harmless + options.keptVariables
    }

    private func read(_ file: String) throws(Problem) -> [RunVariable] {
        let bytes = try PlainFile.read(file, limit: 1 << 20, "The variables file")
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
            try VariableNames.check(name, allowing: options.allowedVariables)
        } catch { throw Problem(error) }
    }
}
