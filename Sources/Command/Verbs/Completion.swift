/// Prints a shell's completion script.
struct CompletionOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "completion", summary: "print a completion script for bash, zsh or fish",
        operands: "bash|zsh|fish", .places([.words("bash", "zsh", "fish")]), count: 1...1, json: .refused,
        needsSettings: false,
        notes: [
            """
            The script completes verbs, flags, scopes, events and files, and also labels and accounts while \
            an agent has the vault unlocked. It never prompts.
            """
        ],
        examples: [
            "source <(lockstep completion bash)    # in ~/.bashrc",
            "source <(lockstep completion zsh)     # in ~/.zshrc, after compinit",
            "lockstep completion fish > ~/.config/fish/completions/lockstep.fish",
        ])

    func run(_ context: Context) throws(Problem) {
        let script =
            switch context.options.operands[0] {
            case "bash": CompletionScript.bash
            case "zsh": CompletionScript.zsh
            case "fish": CompletionScript.fish
            default:
                throw .usage("lockstep completion takes bash, zsh or fish.")
            }
        guard !context.options.json else {
            throw .usage("lockstep completion prints a script, not JSON.", hint: "Leave out --json.")
        }
        try context.console.print(script)
    }
}

/// What the scripts call: offers what can stand at the end of a command line.
struct CompleteOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "complete", summary: "answer a completion script", operands: "-- WORDS...", .each("WORD"),
        count: 0...Int.max, needsSettings: false)

    func run(_ context: Context) throws(Problem) {
        let words = context.options.operands
        var options = context.options
        options.vault = Wanted.vault(in: words)
        do throws(Problem) {
            try Completing(context: try Context(options, context.tools, needsSettings: false), words: words)
                .run()
        } catch { throw error.saidAlready(exit: error.exit) }
    }
}
