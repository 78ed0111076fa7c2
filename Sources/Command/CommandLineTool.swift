internal import Glibc
internal import Lifecycle
internal import Requests
internal import Secrets

/// The command line: finds the verb, runs it, and turns problems into exit codes.
package enum CommandLineTool {
    /// Runs the command line that this process was started with; returns the exit code.
    ///
    /// `warnings` are sentences on what this machine refused, said once before the verb speaks. A process that is traced does nothing.
    package static func run(_ tools: Tools, warnings: [Warning], isTraced: Bool) -> Int32 {
        let words = arguments()
        do throws(Problem) {
            guard !isTraced else {
                throw Problem(
                    .unexpected, .traced, Hardening.traced, safe: "Nothing was done.",
                    hint: "Start it without a debugger or strace.")
            }
            try run(words, tools, warnings)
            return ExitCode.done.rawValue
        } catch {
            if let status = error.status { return status }
            let problem = error.with(hintsGiven: words)
            if isPlugin(words) { return unchecked(problem, isJSON: isJSON(words)) }
            if !error.isSilent { Console(isJSON: isJSON(words)).report(problem) }
            return error.exit.rawValue
        }
    }

    private static func isPlugin(_ words: [String?]) -> Bool {
        guard let first = words.first, let name = first else { return false }
        return (try? Verbs.named(name))?.isPlugin ?? false
    }

    /// Says why a monitoring plugin can tell nothing: nobody reads its stderr.
    private static func unchecked(_ problem: Problem, isJSON: Bool) -> Int32 {
        let console = Console(isJSON: isJSON)
        if isJSON {
            console.report(problem)
        } else if !problem.isSilent {
            try? console.print(CheckReport.unknown(problem))
        }
        return Int32(CheckResult.Severity.unknown.rawValue)
    }

    /// Says what turned out while a verb runs.
    package static func warn(_ warning: Warning) { Console(isJSON: isJSON(arguments())).warn(warning) }

    private static func isJSON(_ words: [String?]) -> Bool { words.prefix { $0 != "--" }.contains("--json") }

    private static func run(_ words: [String?], _ tools: Tools, _ warnings: [Warning]) throws(Problem) {
        let console = Console()
        guard let first = words.first, let name = first else {
            guard words.isEmpty else { throw .usage("Argument 1 is not valid UTF-8.") }
            try console.print(Help.short(console.helpColumns))
            throw Problem.usage("No verb was given.").saidAlready(exit: .usage)
        }
        switch name {
        case "--version", "-V", "version": return try console.print("lockstep \(tools.version)\n")
        case "--help", "-h": return try console.print(Help.overview(console.helpColumns))
        case "help":
            guard words.count > 1, let topic = words[1] else {
                return try console.print(Help.overview(console.helpColumns))
            }
            return try console.print(Help.text(of: try Verbs.named(topic), console.helpColumns))
        default: break
        }
        guard !name.hasPrefix("-") else {
            throw .usage("The verb comes first, then its flags.", hint: "lockstep VERB [LABEL...] [--flags]")
        }
        let verb = try Verbs.named(name)
        let said = try verb.invocation(Array(words.dropFirst()), offset: 2)
        if said.common.help { return try console.print(Help.text(of: verb, console.helpColumns)) }
        let context = try Context(said.common, tools, needsSettings: verb.needsSettings)
        warnings.forEach(context.console.warn)
        do throws(Problem) { try said.own.run(context) } catch {
            throw error.namingReaders(of: context.places.vault).naming(vault: context.places.vault)
        }
    }

    /// argv without the program's name; `nil` where a word is not UTF-8. There may be no word at all.
    ///
    /// docker and git find their helpers by the program's name.
    private static func arguments() -> [String?] {
        var words: [String?] = (0..<Int(CommandLine.argc)).map { index in
            guard let word = unsafe CommandLine.unsafeArgv[index] else { return nil }
            return unsafe String(validatingCString: word)
        }
        guard !words.isEmpty else { return [] }
        let name = words.removeFirst()?.split(separator: "/").last
        switch name {
        case "docker-credential-lockstep": return ["credential", "docker", "--"] + words
        case "git-credential-lockstep": return ["credential", "git"] + words
        default: return words
        }
    }
}
