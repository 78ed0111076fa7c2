internal import Lifecycle

/// Hands a token to a program that speaks a protocol of its own.
struct CredentialOptions: VerbOptions {
    var user: String?
    var handOut = HandOutOptions()

    static let verb = Verb(
        Self.self, "credential", summary: "hand a token to git, kubectl or docker, in the form each expects",
        operands: "git|kubectl|docker [LABEL] [OPERATION]",
        .words([
            "git": [.label, .words("get", "store", "erase")], "kubectl": [.label],
            "docker": [.words("get", "store", "erase", "list")],
        ]),
        count: 2...3,
        flags: [
            Flag(
                "user", nil, .value("NAME", \.user), "the user name for git, if it has none (token)"),
            .evenExpired(\.handOut.isEvenExpired), .unlogged(\.handOut.isUnlogged),
        ],
        json: .failures, notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        try context.requireHiddenOutput(
            hint: "git, kubectl and docker start this by themselves. "
                + "To see the string: lockstep get LABEL --reveal")
        let words = context.options.operands
        switch words[0] {
        case "git" where words[1...] == ["get"]:
            throw .usage(
                "git did not say which token.",
                hint: "git config --global credential.https://HOST.helper 'lockstep LABEL'")
        case "git": try GitCredential(context: context, options: self).run(try context.label(1))
        case "kubectl": try KubectlCredential(context: context, options: self).run(try context.label(1))
        case "docker": try DockerCredential(context: context, options: self).run(words[1])
        default:
            throw .usage(
                "lockstep credential takes git, kubectl or docker.", hint: "See: lockstep credential --help")
        }
    }
}
