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
    var shareFiles: [String] = []
    var settle: String?

    /// Whether the command line itself names what unlocks the vault; what the environment names is there for every request.
    var namesProof: Bool {
        keyFile != nil || passphraseFile != nil || passphraseDescriptor != nil || !shareFiles.isEmpty
    }

    /// The words that are no flags.
    var operands: [String] = []
    /// The place in argv of the first word after `--`, for a verb that takes a command.
    var command: Int?
}

extension Flag<CommonOptions> {
    /// The flags that every verb takes.
    static let common = [
        Flag("json", nil, .toggle(\.json), "print the answer as JSON on stdout, errors on stderr"),
        Flag("no-input", nil, .toggle(\.noInput), "never ask; fail instead"),
        Flag("plain", nil, .toggle(\.plain), "ask line by line, for a screen reader"),
        Flag("passphrase-file", nil, .value(.file, \.passphraseFile), "read the passphrase from a file"),
        Flag(
            "passphrase-fd", nil, .value(.number, \.passphraseDescriptor),
            "read the passphrase from a file descriptor"
        ),
        Flag("key-file", nil, .value(.file, \.keyFile), "open the vault with a key file"),
        Flag("share-file", nil, .list(.file, \.shareFiles), "open the vault with shares"),
        Flag("vault", nil, .value(.file, \.vault), "the vault's path"),
        Flag(
            "settle", nil, .value(.duration, \.settle), "how long to wait for the provider to catch up (5s)"),
        Flag("wide", nil, .toggle(\.wide), "show every column of tables, even if the terminal is too narrow"),
        Flag("quiet", "q", .toggle(\.quiet), "print only errors and warnings"),
        Flag("verbose", "v", .toggle(\.verbose), "print details of how it is done"),
        Flag("help", "h", .toggle(\.help), "show help for the verb"),
    ]

    static let jsonFailures = Flag(
        "json", nil, .toggle(\.json), "print errors and warnings as JSON on stderr")
}
