internal import Agent
internal import Lifecycle
internal import Platform
internal import Secrets

/// What a verb works with: what was said, where it speaks, and both sides that are kept in lockstep.
struct Context {
    let options: Options
    let tools: Tools
    let console: Console
    let places: Places
    let door: any VaultDoor
    let provider: any ProviderRouter
    /// How many seconds the provider is given to catch up.
    let settle: UInt16

    init(_ options: Options, _ tools: Tools) throws(Problem) {
        (self.options, self.tools) = (options, tools)
        console = Console(isJSON: options.json)
        places = try Places(vault: options.vault, Environment.value)
        door = tools.door(places.vault, places.state)
        provider = AnnouncingProvider(tools, console)
        settle = try Context.settle(options.settle ?? Environment.value("LOCKSTEP_SETTLE") ?? "5s")
    }

    var now: Instant { tools.clock.now }

    var terminal: Terminal { Terminal(isForbidden: options.noInput) }

    private static func settle(_ text: String) throws(Problem) -> UInt16 {
        guard let duration = Times.duration(text), duration.months == 0, (0...600).contains(duration.seconds)
        else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid time to settle.",
                hint: "Write 0s to 10m, such as 5s.")
        }
        return UInt16(duration.seconds)
    }

    // MARK: Words on the command line

    /// The operand at a place, as a label.
    func label(_ place: Int) throws(Problem) -> Label { try Context.label(options.operands[place]) }

    /// A text as a label; throws `usage` with what is wrong with it.
    static func label(_ text: String) throws(Problem) -> Label {
        do throws(Label.Problem) {
            return try Label(text)
        } catch {
            let why =
                switch error {
                case .length(let count): "has \(count) characters; 1 to 100 are allowed"
                case .controlCharacter: "holds a control character"
                case .surroundingSpace: "begins or ends with white space"
                case .reserved: "has the form of tokens that are still being created"
                }
            throw .usage("The label \(Printable.quoted(text)) \(why).", hint: "Nothing was changed.")
        }
    }

    // MARK: Both sides

    /// A driver between the vault and the provider, for operations of these accounts.
    func driver(_ ledger: any Ledger, for accounts: Set<RecordID>) throws(Problem) -> Driver {
        let all = try vault { () throws(LedgerError) in try ledger.accounts() }
        try requireHome(of: all.filter { accounts.contains($0.id) })
        return Driver(ledger: ledger, provider: provider, clock: tools.clock)
    }

    /// What an operation is about.
    func subject(_ record: RecordID, _ account: RecordID, _ label: Label) -> Subject {
        Subject(
            record: record, account: account, label: label, began: now, settle: settle,
            origin: Origin(Callers.parent.caller, through: .commandLine))
    }

    /// The record of a label; throws `absent` when the label is free.
    func record(_ label: Label, in ledger: any Ledger) throws(Problem) -> Record {
        guard let record = try vault({ () throws(LedgerError) in try ledger.record(named: label) }) else {
            throw Problem(
                .absent, .noToken, "There is no token \(Printable.quoted(label.text)) in the vault.",
                safe: "Nothing was changed.", hint: "See: lockstep list")
        }
        return record
    }

    /// The account that was named, or the only one.
    func account(in ledger: any Ledger) throws(Problem) -> Account {
        let accounts = try vault { () throws(LedgerError) in try ledger.accounts() }
        if let name = options.account {
            guard let account = accounts.first(where: { $0.name.text == name }) else {
                throw noAccount(name, among: accounts)
            }
            return account
        }
        guard let only = accounts.first else {
            throw Problem(
                .absent, .noAccount, "The vault has no account yet.", hint: "Give it one: lockstep login")
        }
        guard accounts.count == 1 else {
            let names = accounts.map { Printable.quoted($0.name.text) }.joined(separator: ", ")
            throw .usage("The vault has several accounts: \(names).", hint: "Name one with --account.")
        }
        return only
    }

    func noAccount(_ name: String, among accounts: [Account]) -> Problem {
        Problem(
            .absent, .noAccount, "There is no account \(Printable.quoted(name)) in the vault.",
            hint: accounts.isEmpty
                ? "Give it one: lockstep login"
                : "The vault has: \(accounts.map { Printable.quoted($0.name.text) }.joined(separator: ", "))")
    }

    /// An account by its id, for what is said of it; `nil` where it cannot be read.
    func account(_ id: RecordID, in ledger: any Ledger) -> Account? {
        (try? ledger.accounts())?.first { $0.id == id }
    }
}
