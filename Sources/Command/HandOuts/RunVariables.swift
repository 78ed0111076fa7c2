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
        for file in options.environmentFiles { variables += try read(file) }
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

    private func read(_ file: String) throws(Problem) -> [RunVariable] {
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
            try VariableNames.check(name, allowing: options.allowedVariables)
        } catch { throw Problem(error) }
    }
}
