internal import Glibc
internal import HandOut
internal import Lifecycle
internal import Secrets

extension Verbs {
    static let credential = Verb(
        name: "credential", summary: "hand a token to git or kubectl, in their own words",
        operands: "git|kubectl LABEL [OPERATION]", count: 2...3,
        flags: [
            Flag(
                "user", nil, .value("NAME", \.user), "the user name that git gives, when it has none (token)")
        ],
        notes: [
            """
            Set up by one line of the other tool's configuration (Docs/Integrations.md). For git, OPERATION is get, store \
            or erase, as git says it; what git wants stored or erased is left alone. For kubectl the answer is an \
            ExecCredential of the version that was asked for.
            """
        ],
        examples: [
            "git config credential.helper '!lockstep credential git LABEL'",
            "lockstep credential kubectl LABEL",
        ]
    ) { context throws(Problem) in
        try context.requireHiddenOutput()
        let label = try context.label(1)
        switch context.options.operands[0] {
        case "git": try Credential(context: context, label: label).git()
        case "kubectl": try Credential(context: context, label: label).kubectl()
        default:
            throw .usage("lockstep credential takes git or kubectl.", hint: "See: lockstep credential --help")
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
            // The string stands between two texts that are written around it: it holds no character that JSON escapes.
            guard
                handed.string.withBytes({ bytes in
                    bytes.indices.allSatisfy {
                        (0x21...0x7E).contains(bytes[$0]) && bytes[$0] != 0x22 && bytes[$0] != 0x5C
                    }
                })
            else { throw Problem(.unexpected, "string", "The token string cannot stand in JSON.") }
            try context.console.print(
                #"{"apiVersion":"\#(group)\#(version)","kind":"ExecCredential","status":{"token":""#)
            try context.console.printBare(handed.string)
            try context.console.print("\"}}\n")
        }
    }
}
