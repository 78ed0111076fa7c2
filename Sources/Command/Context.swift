internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets
internal import Service
internal import Wire

/// What a verb works with: what was said, where it speaks, and both sides that are kept in lockstep.
struct Context {
    var options: CommonOptions
    let tools: Tools
    let console: Console
    let places: Places
    let door: any VaultDoor
    /// The vault, once it is open here.
    let opened = OpenedVault()
    /// What of the environment this process has warned of.
    let warned = Warned()
    /// How many seconds the provider is given to catch up.
    let settle: UInt16
    /// What the configuration file sets.
    let settings: Settings
    /// Why it could not be read, where the verb goes on without.
    let settingsProblem: Problem?

    /// A verb that needs no settings does its work whatever the file of settings holds.
    init(_ options: CommonOptions, _ tools: Tools, needsSettings: Bool = true) throws(Problem) {
        (self.options, self.tools) = (options, tools)
        places = try Places(vault: options.vault, Environment.value)
        (settings, settingsProblem) = try Context.settings(of: places, needsSettings)
        settings[.warnDays].flatMap(SettingKey.days).map(TokenFlag.look)
        console = Console(
            isJSON: options.json, isWide: options.wide || settings[.tables] == SettingKey.wide,
            isQuiet: options.quiet, isVerbose: options.verbose)
        door = tools.door(places.vault, places.state)
        settle = try Context.settle(
            options.settle ?? Environment.value(Context.settleVariable) ?? settings[.settle]
                ?? SettingKey.usualTimeToSettle)
    }

    /// The variable that names the time to settle.
    static let settleVariable = "LOCKSTEP_SETTLE"

    private static func settings(of places: Places, _ areNeeded: Bool) throws(Problem) -> (Settings, Problem?)
    {
        // A user without a home has no configuration.
        guard case .success(let path) = places.settings else { return (Settings(), nil) }
        do throws(Problem) { return (try SettingsFile.read(path), nil) } catch {
            guard !areNeeded else { throw error }
            return (Settings(), error)
        }
    }

    var now: Instant { tools.clock.now }

    var terminal: Terminal { Terminal(isForbidden: options.noInput) }

    /// A text as a time to settle.
    static func settle(_ text: String) throws(Problem) -> UInt16 {
        guard let duration = TimeGrammar.duration(text), duration.months == 0,
            (0...600).contains(duration.seconds)
        else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid settling time.",
                hint: "Write 0s to 10m, such as 5s.")
        }
        return UInt16(duration.seconds)
    }

    // MARK: Words on the command line

    /// The operand at a place, as a label.
    func label(_ place: Int) throws(Problem) -> Label { try Context.label(options.operands[place]) }

    /// All operands, as labels.
    func labels() throws(Problem) -> [Label] {
        try options.operands.map { text throws(Problem) in try Context.label(text) }
    }

    /// A text as a label; throws `usage` with what is wrong with it.
    static func label(_ text: String) throws(Problem) -> Label {
        try served { () throws(Failure) in try Service.label(text) }
    }
}
