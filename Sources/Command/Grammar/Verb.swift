internal import Requests

/// A verb: its names, what it takes, and what it does.
struct Verb: Sendable {
    let name: String
    let aliases: [String]
    /// One line for the list of verbs.
    let summary: String
    /// What stands behind the name, such as `LABEL…`.
    let operands: String
    /// What each of them is, for shells.
    let places: Operands
    /// How many operands there may be.
    let count: ClosedRange<Int>
    /// Whether `-- COMMAND` may follow.
    let takesCommand: Bool
    let flags: [FlagWords]
    /// What `--json` does here.
    let json: JSONUse
    /// Whether it does nothing where the configuration file is not as it should be.
    let needsSettings: Bool
    /// Whether monitoring runs it: whatever goes wrong is said on stdout then, and it ends with that word's number.
    let isPlugin: Bool
    /// More for its help: sentences, each a paragraph.
    let notes: [String]
    /// Command lines to learn from.
    let examples: [String]
    private let read: @Sendable (Verb, [String?], Int) throws(Problem) -> Invocation

    /// Describes a verb with options of its own.
    init<Own: VerbOptions>(
        _: Own.Type, _ name: String, aliases: [String] = [], summary: String, operands: String = "",
        _ places: Operands = .places([]), count: ClosedRange<Int> = 0...0, takesCommand: Bool = false,
        flags: [Flag<Own>] = [],
        json: JSONUse = .answers, needsSettings: Bool = true, isPlugin: Bool = false,
        notes: [String] = [], examples: [String] = []
    ) {
        (self.name, self.aliases, self.summary, self.operands) = (name, aliases, summary, operands)
        (self.places, self.count, self.takesCommand) = (places, count, takesCommand)
        self.flags = flags.map(\.words)
        (self.json, self.needsSettings, self.isPlugin) = (json, needsSettings, isPlugin)
        (self.notes, self.examples) = (notes, examples)
        read = { (verb, words, offset) throws(Problem) in
            var (own, parser) = (Own(), Parser(verb, words, offset: offset))
            try parser.read(flags, into: &own)
            return Invocation(common: parser.options, own: own)
        }
    }

    /// Reads the words behind the verb; `offset` is the place of the first of them in argv.
    func invocation(_ words: [String?], offset: Int) throws(Problem) -> Invocation {
        try read(self, words, offset)
    }

    /// The flags of every verb, as its help has them.
    var commonFlags: [FlagWords] {
        let others = Flag.common.map(\.words)
        let json = Flag.jsonFailures.words
        return switch self.json {
        case .answers: others
        case .failures: [json] + others.filter { $0.long != json.long }
        case .refused: others.filter { $0.long != json.long }
        }
    }

    /// Its own flags, then those of every verb.
    var allFlags: [FlagWords] { flags + Flag.common.map(\.words) }
}

/// What `--json` does for a verb.
enum JSONUse: Sendable {
    /// Its answer is JSON, and so are its failures.
    case answers
    /// Only its failures are: what it writes is not its own to form.
    case failures
    /// Nothing: it writes a secret, which JSON never holds.
    case refused
}

/// All verbs, in the order in which people need them.
enum Verbs {
    /// By name: a verb is only made when it is asked for, since making them all takes longer than most of them do.
    static let table: KeyValuePairs<String, @Sendable () -> Verb> = [
        "init": { InitialiseOptions.verb }, "login": { LoginOptions.verb }, "logout": { LogoutOptions.verb },
        "create": { CreateOptions.verb },
        "list": { ListOptions.verb },
        "show": { ShowOptions.verb }, "why": { WhyOptions.verb }, "rename": { RenameOptions.verb },
        "set": { SetOptions.verb },
        "apply": { ApplyOptions.verb },
        "get": { GetOptions.verb },
        "run": { RunOptions.verb }, "watch": { WatchOptions.verb },
        "inject": { InjectOptions.verb },
        "credential": { CredentialOptions.verb }, "bind": { BindOptions.verb },
        "grant": { GrantOptions.verb },
        "rotate": { RotateOptions.verb },
        "revoke": { RevokeOptions.verb }, "leak": { LeakOptions.verb },
        "adopt": { AdoptOptions.verb }, "import": { ImportOptions.verb },
        "sync": { SyncOptions.verb }, "tick": { TickOptions.verb },
        "status": { StatusOptions.verb }, "check": { CheckOptions.verb },
        "metrics": { MetricsOptions.verb }, "timeline": { TimelineOptions.verb },
        "doctor": { DoctorOptions.verb },
        "rekey": { RekeyOptions.verb },
        "backup": { BackupOptions.verb }, "restore": { RestoreOptions.verb },
        "audit": { AuditOptions.verb }, "agent": { AgentOptions.verb },
        "slot": { SlotOptions.verb }, "passwd": { PasswdOptions.verb }, "key": { KeyOptions.verb },
        "depositor": { DepositorOptions.verb }, "deposit": { DepositOptions.verb },
        "unlock": { UnlockOptions.verb }, "lock": { LockOptions.verb },
        "config": { ConfigOptions.verb }, "completion": { CompletionOptions.verb },
    ]

    /// Those that no person types.
    static let hidden: KeyValuePairs<String, @Sendable () -> Verb> = [
        "complete": { CompleteOptions.verb }, "manual": { ManualOptions.verb },
    ]

    static var all: [Verb] { table.map { $0.value() } }

    /// The verb of a name; throws with the nearest one.
    static func named(_ name: String) throws(Problem) -> Verb {
        if let entry = table.first(where: { $0.key == name }) { return entry.value() }
        if let entry = hidden.first(where: { $0.key == name }) { return entry.value() }
        if let verb = all.first(where: { $0.aliases.contains(name) }) { return verb }
        let nearest = Guess.nearest(to: name, among: table.map(\.key))
        throw .usage(
            "There is no verb \(Printable.quoted(name)).",
            hint: OtherWords.hint(name) ?? nearest.map { "Did you mean: lockstep \($0)" }
                ?? "All verbs: lockstep --help")
    }
}
