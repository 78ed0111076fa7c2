internal import Glibc
internal import HandOut
internal import Lifecycle
internal import Secrets

extension Verbs {
    static let credential = Verb(
        name: "credential", summary: "hand a token to git, kubectl or docker, in their own words",
        operands: "git|kubectl|docker [LABEL] [OPERATION]", count: 2...3,
        flags: [
            Flag(
                "user", nil, .value("NAME", \.user), "the user name that git gives, when it has none (token)")
        ],
        notes: [
            """
            Set up by one line of the other tool's configuration (Docs/Integrations.md). For git, OPERATION is get, store \
            or erase, as git says it; what git wants stored or erased is left alone. For kubectl the answer is an \
            ExecCredential of the version that was asked for.
            """,
            """
            docker starts docker-credential-lockstep, a link to lockstep, and says get, store, erase or list. Logging in with \
            a token string of this vault makes docker get that token from then on.
            """,
        ],
        examples: [
            "git config credential.helper '!lockstep credential git LABEL'",
            "lockstep credential kubectl LABEL",
            "lockstep get LABEL | docker login -u NAME --password-stdin SERVER",
        ]
    ) { context throws(Problem) in
        try context.requireHiddenOutput()
        let label = { () throws(Problem) in try context.label(1) }
        switch context.options.operands[0] {
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

    /// git-credential(1): `key=value` lines to an empty line or the end, answered in kind.
    ///
    /// git passes the operation last; others than `get` ask for nothing that we would do.
    func git() throws(Problem) {
        guard context.options.operands.count > 2, context.options.operands[2] == "get" else { return }
        let asked = try fields()
        // A token is not sent where everybody can read it: plain http is for this machine only.
        if asked["protocol"] == "http", !isLocal(asked["host"] ?? "") {
            throw Problem(
                .denied, "plain-http", "git would send the token in plain http.",
                safe: "Nothing was handed out.",
                hint: "Use an https address.")
        }
        let name = asked["username"] ?? context.options.user ?? "token"
        guard name.utf8.allSatisfy({ $0 != 0 && $0 != 10 }) else {
            throw .usage("The user name holds a line end.")
        }
        for handed in try context.handOut([label], "credential git") {
            try context.console.print("username=\(name)\npassword=")
            try context.console.print(handed.string)
        }
    }

    private func fields() throws(Problem) -> [String: String] {
        let bytes = try PlainFile.read(nil, limit: 1 << 20, "What git says")
        var fields: [String: String] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.isEmpty { break }
            guard let equals = line.firstIndex(of: UInt8(ascii: "=")),
                let key = String(validating: line[..<equals], as: UTF8.self),
                let value = String(validating: line[line.index(after: equals)...], as: UTF8.self)
            else { continue }
            fields[key] = value
        }
        return fields
    }

    private func isLocal(_ host: String) -> Bool {
        let name =
            host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
        return ["localhost", "127.0.0.1", "[::1]"].contains(name)
    }

    // MARK: kubectl

    /// client-go credential plugins: KUBERNETES_EXEC_INFO asks, an ExecCredential of the same version answers.
    func kubectl() throws(Problem) {
        let group = "client.authentication.k8s.io/"
        let asked = System.variable("KUBERNETES_EXEC_INFO") ?? ""
        let version = ["v1beta1", "v1alpha1"].first { asked.contains("\"\(group)\($0)\"") } ?? "v1"
        for handed in try context.handOut([label], "credential kubectl") {
            try context.console.print(
                quoted: handed.string,
                after: #"{"apiVersion":"\#(group)\#(version)","kind":"ExecCredential","status":{"token":"#,
                before: "}}\n")
        }
    }
}
