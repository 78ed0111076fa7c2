internal import Delivery
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

extension Verbs {
    static let credential = Verb(
        name: "credential", summary: "hand a token to git, kubectl or docker, in their own words",
        operands: "git|kubectl|docker [LABEL] [OPERATION]", count: 2...3,
        flags: [
            Flag(
                "user", nil, .value("NAME", \.user), "the user name that git gives, when it has none (token)"),
            .evenExpired, .unlogged,
        ],
        json: .failures,
        notes: [
            """
            Set up by one line of the other tool's configuration (Docs/Integrations.md). For git, OPERATION is get, store \
            or erase, as git says it; what git wants stored or erased is left alone. For kubectl the answer is an \
            ExecCredential of the version that was asked for.
            """,
            """
            A token goes only to hosts that it is bound to (lockstep bind). The first time, a person is asked on the terminal; \
            where there is none it is refused with exit code 5. kubectl says which server it means only where its \
            configuration has provideClusterInfo: true.
            """,
            """
            git starts git-credential-lockstep, a link to lockstep, where its configuration says helper = lockstep LABEL.
            """,
            """
            docker starts docker-credential-lockstep, a link to lockstep, and says get, store, erase or list. Logging in with \
            a token string of this vault makes docker get that token from then on.
            """,
        ],
        examples: [
            "git config credential.https://HOST.helper '!lockstep credential git LABEL'",
            "lockstep bind LABEL https://HOST",
            "lockstep credential kubectl LABEL",
            "lockstep get LABEL | docker login -u NAME --password-stdin SERVER",
        ]
    ) { context throws(Problem) in
        try context.requireHiddenOutput(
            hint: "git, kubectl and docker start this by themselves. "
                + "To see the string: lockstep get LABEL --reveal")
        let label = { () throws(Problem) in try context.label(1) }
        switch context.options.operands[0] {
        case "git" where context.options.operands[1...] == ["get"]:
            throw .usage(
                "git did not say which token.",
                hint: "git config --global credential.https://HOST.helper 'lockstep LABEL'")
        case "git": try Credential(context: context, label: try label()).git()
        case "kubectl": try Credential(context: context, label: try label()).kubectl()
        case "docker": try DockerCredential(context: context).run(context.options.operands[1])
        default:
            throw .usage(
                "lockstep credential takes git, kubectl or docker.", hint: "See: lockstep credential --help")
        }
    }
}

/// Hands a token to a program that speaks a protocol of its own.
private struct Credential {
    let context: Context
    let label: Label

    // MARK: git

    /// git passes the operation last; others than `get` ask for nothing that we would do.
    func git() throws(Problem) {
        guard context.options.operands.count > 2, context.options.operands[2] == "get" else { return }
        let bytes = try PlainFile.read(nil, limit: 64 << 10, "What git says")
        let asked: GitRequest
        do throws(GitRequest.Flaw) { asked = try GitRequest(bytes) } catch { throw Problem(error) }
        let name = asked.user ?? context.options.user ?? "token"
        guard name.utf8.allSatisfy({ $0 != 0 && $0 != 10 && $0 != 13 }) else {
            throw .usage("The user name holds a line end.")
        }
        for handed in try context.handOut([label], .git, to: asked.destination) {
            try context.console.print("username=\(name)\npassword=")
            try context.console.print(handed.string)
            if let expiry = coming(handed) {
                try context.console.print("password_expiry_utc=\(expiry.seconds)\n")
            }
        }
    }

    /// When a token that is still valid ceases to be; the other program asks again then.
    private func coming(_ handed: HandedOut) -> Instant? {
        handed.expiry.hasPassed(at: context.now) ? nil : handed.expiry.moment
    }

    // MARK: kubectl

    /// client-go credential plugins: KUBERNETES_EXEC_INFO asks, an ExecCredential of the same version answers.
    func kubectl() throws(Problem) {
        let group = "client.authentication.k8s.io/"
        let asked = Environment.value("KUBERNETES_EXEC_INFO") ?? ""
        let version = ["v1beta1", "v1alpha1"].first { asked.contains("\"\(group)\($0)\"") } ?? "v1"
        let cluster = try cluster(asked)
        for handed in try context.handOut([label], .kubectl, to: cluster) {
            let expiry = coming(handed).map { [("expirationTimestamp", JSON.moment($0))] } ?? []
            let answer = JSON.object([
                ("apiVersion", .text(group + version)), ("kind", "ExecCredential"),
                ("status", .object([("token", .place)] + expiry)),
            ])
            try context.console.print(answer, holding: handed.string)
        }
    }

    /// The server that kubectl will send the token to; `nil` where its configuration does not say `provideClusterInfo`.
    private func cluster(_ asked: String) throws(Problem) -> Destination? {
        let bytes = Array(asked.utf8)
        guard !bytes.isEmpty else { return nil }
        guard let root = try? ScannedJSON.scan(bytes.span) else {
            throw .usage("KUBERNETES_EXEC_INFO is not valid JSON.", hint: "kubectl sets it.")
        }
        guard let cluster = root.member("spec")?.member("cluster") else { return nil }
        guard let server = cluster.member("server")?.text(in: bytes.span),
            let destination = Destination(server), destination.isPrivate
        else {
            throw Problem(
                .denied, .plainHttp, "kubectl names no https server that the token could be bound to.",
                safe: "Nothing was handed out.", hint: "Use an https address.")
        }
        return destination
    }
}
