/// What every verb takes, as the flags' key paths fill it in.
struct CommonOptions {
    var help = false
    var json = false
    var noInput = false
    var wide = false
    var quiet = false
    var verbose = false
    /// Whether questions come line by line.
    var plain = false
    var vault: String?
    var passphraseFile: String?
    var passphraseDescriptor: String?
    var keyFile: String?
    var settle: String?

    /// Whether the command line itself names what unlocks the vault; what the environment names is there for every request.
    var namesProof: Bool { keyFile != nil || passphraseFile != nil || passphraseDescriptor != nil }

    /// The words that are no flags.
    var operands: [String] = []
    /// The place in argv of the first word after `--`, for a verb that takes a command.
    var command: Int?
}

extension Flag<CommonOptions> {
    /// The flags that every verb takes.
    static let common = [
        Flag("json", nil, .toggle(\.json), "answer for scripts, on stdout; errors on stderr"),
        Flag("no-input", nil, .toggle(\.noInput), "fail where a person would be asked"),
        Flag("plain", nil, .toggle(\.plain), "ask line by line, for a screen reader"),
        Flag("passphrase-file", nil, .value(.file, \.passphraseFile), "read the passphrase from a file"),
        Flag(
            "passphrase-fd", nil, .value(.number, \.passphraseDescriptor),
            "read the passphrase from a descriptor"
        ),
        Flag("key-file", nil, .value(.file, \.keyFile), "open the vault with a key file"),
        Flag("vault", nil, .value(.file, \.vault), "the vault's place"),
        Flag("settle", nil, .value(.duration, \.settle), "how long the provider is given to catch up (5s)"),
        Flag("wide", nil, .toggle(\.wide), "show tables with every column, however wide the terminal is"),
        Flag("quiet", "q", .toggle(\.quiet), "say only what went wrong or needs a look"),
        Flag("verbose", "v", .toggle(\.verbose), "say how it is done, too"),
        Flag("help", "h", .toggle(\.help), "say what the verb does"),
    ]

    static let jsonFailures = Flag(
        "json", nil, .toggle(\.json), "errors and warnings for scripts, on stderr")
}
