internal import Glibc
internal import Lifecycle
internal import Requests
internal import Secrets
internal import Wire

/// docker's credential helper: one word says what is asked, standard input says of which server.
///
/// Failures are said on standard output, where docker looks for them, and end with 1. Source: the README
/// of docker/docker-credential-helpers, "Development".
/// Only tokens of the vault are kept for docker, so that they can be rotated and revoked like all
/// others: what it wants stored has to be one, and only its label is remembered.
struct DockerCredential {
    let context: Context
    let options: CredentialOptions
    /// What docker looks for when a server is unknown.
    private static let notFound = "credentials not found in native keychain"

    func run(_ operation: String) throws(Problem) {
        do throws(Problem) {
            switch operation {
            case "get": try get()
            case "store": try store()
            case "erase": try erase()
            case "list": try list()
            case "version", "--version", "-v":
                try context.console.print("docker-credential-lockstep (lockstep) \(context.tools.version)\n")
            default: throw .usage("docker asks for get, store, erase, list or version.")
            }
        } catch {
            let words = [error.message, error.safe, error.hint].filter { !$0.isEmpty }
            try context.console.print(words.map(Printable.line).joined(separator: " ") + "\n")
            throw error.saidAlready(exit: .unexpected)
        }
    }

    private func get() throws(Problem) {
        let server = try DockerRequest.server()
        guard let login = try servers().all()[server] else { throw .docker(DockerCredential.notFound) }
        let handed: [HandedOut]
        do throws(Problem) {
            handed = try context.handOut(
                [login.label], .docker, options.handOut, to: try DockerRequest.destination(server))
        } catch  where error.exit == .absent {
            throw .docker(DockerCredential.notFound)  // revoked: to docker as if it had logged out
        }
        for handed in handed {
            let answer = JSON.object([
                ("ServerURL", .text(server)), ("Username", .text(login.user)), ("Secret", .place),
            ])
            try context.console.print(answer, holding: handed.string)
        }
    }

    private func store() throws(Problem) {
        let request = try DockerRequest.read()
        guard !request.server.isEmpty else { throw .docker("no credentials server URL") }
        guard !request.user.isEmpty else { throw .docker("no credentials username") }
        let login = DockerServers.Login(user: request.user, label: try label(of: request.secret))
        let server = request.server
        try allow(login.label, at: server)
        try servers().change { $0[server] = login }
    }

    private func erase() throws(Problem) {
        let server = try DockerRequest.server()
        try servers().change { $0[server] = nil }
    }

    private func list() throws(Problem) {
        let users = try servers().all().sorted { $0.key < $1.key }.map { ($0, JSON.text($1.user)) }
        try context.console.print(.object(users))
    }

    /// The token that has this string; throws when none does.
    private func label(of secret: borrowing SecretBytes) throws(Problem) -> Label {
        let prefix = secret.withBytes { bytes in
            String(decoding: bytes.indices.prefix(16).map { bytes[$0] }, as: UTF8.self)
        }
        do throws(Problem) {
            let (label, handed) = try context.handOut(prefix: prefix, .dockerStore, options.handOut)
            if handed.contains(where: { $0.string.matches(secret) }) { return label }
        } catch  where error.exit == .absent { throw .notOfVault }
        throw .notOfVault
    }

    /// Binds a label to a server that is logged in to with its string: whoever has the string may send it there.
    private func allow(_ label: Label, at server: String) throws(Problem) {
        let destination = try DockerRequest.destination(server)
        guard !context.agentAllows(label, to: destination, .dockerStore, options.handOut) else { return }
        // docker has no place for a passphrase: where nobody can be asked for it, a person binds it elsewhere.
        let opensAlone = try context.opensAlone()
        guard opensAlone || context.terminal.canAsk else {
            throw Problem(unbound: label, destination)
        }
        try context.bind(label, to: destination)
    }

    private func servers() throws(Problem) -> DockerServers {
        DockerServers(folder: try context.places.configuration.get())
    }
}
