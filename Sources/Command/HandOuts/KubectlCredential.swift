internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

/// kubectl's credential plugin.
struct KubectlCredential {
    let context: Context
    let options: CredentialOptions

    /// client-go credential plugins: KUBERNETES_EXEC_INFO asks, an ExecCredential of the same version answers.
    func run(_ label: Label) throws(Problem) {
        let group = "client.authentication.k8s.io/"
        let asked = Environment.value("KUBERNETES_EXEC_INFO") ?? ""
        let version = ["v1beta1", "v1alpha1"].first { asked.contains("\"\(group)\($0)\"") } ?? "v1"
        let cluster = try KubectlCredential.cluster(asked)
        for handed in try context.handOut([label], .kubectl, options.handOut, to: cluster) {
            let expiry =
                handed.coming(at: context.now).map { [("expirationTimestamp", JSON.moment($0))] } ?? []
            let answer = JSON.object([
                ("apiVersion", .text(group + version)), ("kind", "ExecCredential"),
                ("status", .object([("token", .place)] + expiry)),
            ])
            try context.console.print(answer, holding: handed.string)
        }
    }

    /// The server that kubectl will send the token to; `nil` where its configuration does not say `provideClusterInfo`.
    static func cluster(_ asked: String) throws(Problem) -> Destination? {
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
                .denied, .plainHttp, "kubectl named no https server that the token could be bound to.",
                safe: "Nothing was handed out.", hint: "Use an https address.")
        }
        return destination
    }
}
