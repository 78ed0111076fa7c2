/// Everything that can be said on a command line, as the flags' key paths fill it in.
struct Options {
    // For every verb.
    var help = false
    var json = false
    var noInput = false
    var vault: String?
    var passphraseFile: String?
    var passphraseDescriptor: String?
    var keyFile: String?
    var settle: String?

    // For some.
    var acceptLog = false
    var acceptOlder = false
    var account: String?
    var all = false
    var allowedVariables: [String] = []
    var allowWeaker = false
    var archive: String?
    var auditKeep: String?
    var before: String?
    var cgroup: String?
    var clear = false
    var clearAfter: String?
    var clip = false
    var confirm = false
    var dryRun = false
    var due = false
    var environment: [String] = []
    var evenExpired = false
    var environmentFiles: [String] = []
    var events: [String] = []
    var executable: String?
    var expired = false
    var expiring: String?
    var expiry: String?
    var files: [String] = []
    var follow = false
    var forget = false
    var fullAccess = false
    var generation: String?
    var id: String?
    var idle: String?
    var input: String?
    var labels: [String] = []
    var limit: String?
    var listScopes = false
    var mask = false
    var max: String?
    var matching: [String] = []
    var output: String?
    var prefix: String?
    var readers: String?
    var remote = false
    var removed: String?
    var repair = false
    var reveal = false
    var scopes: [String] = []
    var unknownScopes: [String] = []
    var since: String?
    var tokenStdin = false
    var unit: String?
    var unlogged = false
    var unbind = false
    var url: String?
    var user: String?
    var verify = false
    var yes = false

    /// The words that are no flags.
    var operands: [String] = []
    /// The place in argv of the first word after `--`, for a verb that takes a command.
    var command: Int?
}

extension Flag<Options> {
    /// The flags that every verb takes.
    static let common = [
        Flag("json", nil, .toggle(\.json), "answer for scripts, on stdout; errors on stderr"),
        Flag("no-input", nil, .toggle(\.noInput), "fail where a person would be asked"),
        Flag("passphrase-file", nil, .value("FILE", \.passphraseFile), "read the passphrase from a file"),
        Flag(
            "passphrase-fd", nil, .value("N", \.passphraseDescriptor), "read the passphrase from a descriptor"
        ),
        Flag("key-file", nil, .value("FILE", \.keyFile), "open the vault with a key file"),
        Flag("vault", nil, .value("FILE", \.vault), "the vault's place"),
        Flag("settle", nil, .value("DURATION", \.settle), "how long the provider is given to catch up (5s)"),
        Flag("help", "h", .toggle(\.help), "say what the verb does"),
    ]

    static let jsonFailures = Flag(
        "json", nil, .toggle(\.json), "errors and warnings for scripts, on stderr")
    static let account = Flag(
        "account", "a", .value("NAME", \.account), "the account, where there are several")
    static let scope = Flag(
        "scope", "s", .list("NAME:LEVEL", \.scopes), "a scope, such as linodes:rw; repeatable")
    static let expiry = Flag("expiry", "e", .value("WHEN", \.expiry), "90d, 6mo, 2027-01-31, or never")
    static let yes = Flag("yes", "y", .toggle(\.yes), "do it without asking")
}
