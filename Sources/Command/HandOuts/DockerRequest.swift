internal import Glibc
internal import Lifecycle
internal import Requests
internal import Secrets

/// What docker wants stored; the secret goes from guarded memory to guarded memory.
struct DockerRequest: ~Copyable {
    let server: String
    let user: String
    let secret: SecretBytes

    private init(_ server: String, _ user: String, _ secret: consuming SecretBytes) {
        (self.server, self.user) = (server, user)
        self.secret = secret
    }

    /// The longest request, in bytes.
    private static let limit = 64 << 10

    /// Reads it from standard input.
    static func read() throws(Problem) -> DockerRequest {
        let text: SecretBytes
        do throws(SecretsError) {
            text = try SecretBytes(readingAll: STDIN_FILENO, limit: limit)
        } catch { throw Problem(error, reading: "docker's request") }
        return try DockerRequest(text)
    }

    /// Takes it out of its JSON; throws for what is none, and for what has no secret.
    init(_ text: borrowing SecretBytes) throws(Problem) {
        self = try text.withBytes { bytes throws(Problem) in
            guard let root = try? ScannedJSON.scan(bytes), case .object = root else {
                throw .docker("docker's request is not a JSON object.")
            }
            guard let range = root.member("Secret")?.secretRange(in: bytes) else { throw .notOfVault }
            do throws(SecretsError) {
                return DockerRequest(
                    root.member("ServerURL")?.text(in: bytes) ?? "",
                    root.member("Username")?.text(in: bytes) ?? "",
                    try SecretBytes(copying: bytes.extracting(range)))
            } catch { throw Problem(error, reading: "docker's request") }
        }
    }

    /// The server that standard input names, where docker says no more than that.
    static func server() throws(Problem) -> String {
        let bytes = try PlainFile.read(nil, limit: limit, "docker's request")
        let space: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        let trimmed = bytes.drop { space.contains($0) }.reversed().drop { space.contains($0) }.reversed()
        guard !trimmed.isEmpty, let server = String(validating: Array(trimmed), as: UTF8.self) else {
            throw .docker("no credentials server URL")
        }
        return server
    }

    /// A server as a host that a token can be bound to.
    static func destination(_ server: String) throws(Problem) -> Destination {
        guard let destination = Destination(server), destination.isPrivate else {
            throw .docker("\(Printable.quoted(server)) is not a server that a token can be bound to.")
        }
        return destination
    }
}

extension Problem {
    /// A sentence for docker.
    static func docker(_ message: String) -> Problem { Problem(.unexpected, .docker, message) }

    static var notOfVault: Problem {
        Problem(
            .unexpected, .docker,
            "This is not a token of the vault, and Lockstep stores nothing else, because it could not "
                + "revoke it.",
            safe: "Nothing was stored.",
            hint:
                "Log in with a token of the vault: lockstep get LABEL | docker login --username NAME "
                + "--password-stdin SERVER"
        )
    }
}
