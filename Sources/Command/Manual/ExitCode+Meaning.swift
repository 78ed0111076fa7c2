extension ExitCode {
    /// What it means, in the words of `Docs/ExitCodes.md`, which says more.
    var meaning: String {
        switch self {
        case .done: "done: also for an empty list"
        case .unexpected:
            "unexpected: the answer cannot be written, a question was answered with no, or no memory or "
                + "process is available"
        case .usage: "usage: the command line, a file of variables or the configuration is wrong"
        case .locked: "locked: the passphrase or key is wrong, or an answer is needed and nobody can be asked"
        case .absent: "absent: there is no such token, account, file or vault, or the token has expired"
        case .denied: "denied: a rule, a person or a setting of the vault does not allow it"
        case .providerRefused:
            "the provider refused: the provisioning token is dead, lacks a scope, or the request was rejected"
        case .providerUnreachable:
            "the provider cannot be reached: no network, no answer, or one that cannot be parsed"
        case .pending: "pending: an operation is not finished; lockstep sync finishes it"
        case .integrity:
            "integrity: the vault or a log was altered, is damaged, older than this machine has seen, or "
                + "accessible to others"
        case .conflict: "conflict: the label is in use, or another process or agent is in the way"
        case .unwritable: "not writable: the disk is full, the place is read-only, or you lack permission"
        case .found: "found: leak found a token string where it looked"
        case .differs: "differs: apply --dry-run --exit-code found something to do"
        case .notExecutable: "run: the command cannot be executed"
        case .notFound: "run: the command was not found"
        case .interrupted: "interrupted: Ctrl-C at a prompt"
        }
    }

    /// The same for 128 and a signal.
    static let signalled = "run: the command ended by signal n, as a shell sees it"
}
