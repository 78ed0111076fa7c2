internal import Delivery
internal import Lifecycle
internal import ProviderProfiles
internal import Secrets

extension Verbs {
    static let get = Verb(
        name: "get", summary: "write the token string to stdout, and nothing else", operands: "LABEL",
        count: 1...1,
        flags: [
            Flag("generation", "g", .value("N", \.generation), "an older generation, in its overlap"),
            .clip, .clearAfter, .reveal, .evenExpired, .unlogged,
        ],
        json: .refused,
        notes: [
            """
            One line; to a terminal only with --reveal. Programs get it more safely from lockstep run, which leaves no \
            trace in a shell.
            """,
            """
            --clip clears the clipboard after 45 seconds, unless something else is there by then. A terminal's own clipboard (OSC \
            52) cannot be read back, and so is not cleared.
            """,
        ],
        examples: ["lockstep get ci", "curl -H @<(printf 'Authorization: Bearer '; lockstep get ci) URL"]
    ) { context throws(Problem) in
        let label = try context.label(0)
        guard !context.options.json else {
            throw .usage(
                "lockstep get writes a secret, and --json never holds one.",
                hint: "Leave --json out. What else is known of the token: "
                    + "lockstep show \(Printable.word(label.text)) --json")
        }
        var generation: UInt32?
        if let text = context.options.generation {
            guard let number = UInt32(text), number > 0 else {
                throw .usage("\(Printable.quoted(text)) is not a valid generation.")
            }
            generation = number
        }
        if context.options.clip {
            return try Clipping(context: context).run(label, generation: generation)
        }
        try context.requireHiddenOutput(
            hint: "Give it to a program (lockstep run), or add --clip or --reveal.")
        for handed in try context.handOut([label], .get, generation: generation) {
            try context.console.print(handed.string)
        }
    }

    static let run = Verb(
        name: "run", summary: "run a command with tokens in its environment", operands: "[LABEL]",
        count: 0...1,
        takesCommand: true,
        flags: [
            Flag(
                "env", nil, .list("NAME=LABEL", \.environment), "put a token in the variable NAME; repeatable"
            ),
            Flag(
                "env-file", nil, .list("FILE", \.environmentFiles),
                "set the variables of a file, NAME=value or NAME=lockstep://LABEL a line; repeatable"),
            Flag(
                "allow-env", nil, .list("NAME", \.allowedVariables),
                "set NAME although it redirects programs or has them load code, such as PATH; repeatable"),
            Flag(
                "file", nil, .list("NAME=LABEL", \.files),
                "put the path of a file in memory with the token in the variable NAME; repeatable"),
            Flag("mask", nil, .toggle(\.mask), "replace token strings in the command's output by asterisks"),
            .evenExpired, .unlogged,
        ],
        json: .failures,
        notes: [
            """
            For one LABEL the variables that Linode's tools read are set: LINODE_TOKEN, LINODE_CLI_TOKEN and \
            LINODE_API_TOKEN. No Linode variable of the caller's environment reaches the command. The exit code is \
            the command's own; 126 and 127 when it cannot be executed or is not found.
            """,
            """
            An --env-file means what python-dotenv and node's dotenv both make of it; a line that they read differently is \
            refused. Nothing is expanded. Variables that redirect programs or have them load code (PATH, LD_*, NODE_OPTIONS, GIT_*, \
            proxies, certificates, API addresses such as LINODE_URL) are refused unless --allow-env names them. What unlocks the \
            vault is not passed on to the command, and its core limit is 0.
            """,
            """
            With --mask the command runs on a terminal of its own where stdin and stdout are terminals, so that colour and \
            width stay; in a pipeline only its outputs lead to one, and what it writes to /dev/tty is not masked. \
            Masked is the token string as it is, and a beginning of it that is longer than the \(ProviderProfile.linode.publicPrefix) public characters; not another \
            form of it (base64, cut by a line end).
            """,
        ],
        examples: [
            "lockstep run ci -- linode-cli linodes list",
            "lockstep run --env TF_VAR_token=infra -- terraform plan",
            "lockstep run --env-file .env -- ./serve", "lockstep run ci --mask -- make deploy",
        ]
    ) { context throws(Problem) in try Running(context: context).run() }
}

extension Problem {
    /// Says in words why a command did not start.
    init(_ error: HandOutError, command: String = "") {
        switch error {
        case .invalidName(let name):
            self = .usage("\(Printable.quoted(name)) is not a valid name for a variable.")
        case .duplicateName(let name):
            self = .usage("The variable \(Printable.quoted(name)) would be set twice.")
        case .forbiddenName(let name):
            self.init(
                .usage, .usage,
                "The variable \(Printable.quoted(name)) redirects programs or has them load code.",
                safe: "Nothing was handed out.",
                hint: "Choose another name, or allow this one: --allow-env \(name)")
        case .nulInValue: self.init(.unexpected, .nul, "A token string holds a NUL byte.")
        case .clipboard:
            self.init(
                .unexpected, .clipboard, "The clipboard did not take the token string.",
                hint: "Check that the display can be reached.")
        case .unwritable(let number): self = PlainFile.unwritten(number)
        case .notDurable(let number):
            self.init(
                .unwritable, .notDurable,
                "The file was replaced, but a power cut may undo that: its folder cannot be synced: \(System.error(number))."
            )
        case .memory: self.init(.unexpected, .noMemory, "There is no guarded memory to be had.")
        case .notStarted(let number):
            self.init(
                .unexpected, .notStarted, "The command cannot be started: \(System.error(number)).",
                safe: "It has not run.")
        case .notFound:
            self.init(
                .notFound, .notFound, "The command \(Printable.quoted(command)) was not found.",
                hint: "Check its name and PATH.")
        case .notExecutable(let number):
            self.init(
                .notExecutable, .notExecutable,
                "The command \(Printable.quoted(command)) cannot be executed: \(System.error(number)).")
        }
    }
}

extension Flag<Options> {
    static let evenExpired = Flag(
        "even-expired", nil, .toggle(\.evenExpired), "hand out a token whose expiry has passed, too")
    static let unlogged = Flag(
        "unlogged", nil, .toggle(\.unlogged),
        "hand out although this machine's reading log cannot be written; not through the agent")
}
