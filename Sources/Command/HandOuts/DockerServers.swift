internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

/// Which token docker uses for which server: names only, in a file of this user's configuration.
struct DockerServers {
    /// What a server is logged in to with.
    struct Login: Hashable {
        var user: String
        var label: Label
    }

    /// The folder, beside the configuration of other programs.
    let folder: String
    private var path: String { folder + "/docker.json" }

    /// All servers.
    func all() throws(Problem) -> [String: Login] {
        guard unsafe access(path, F_OK) == 0 else { return [:] }
        let bytes = try PlainFile.read(path, limit: 1 << 20, "The list of docker's servers")
        guard let root = try? ScannedJSON.scan(bytes.span),
            case .object(let servers)? = root.member("servers")
        else { throw malformed }
        var all: [String: Login] = [:]
        for (server, login) in servers {
            guard let user = login.member("user")?.text(in: bytes.span),
                let name = login.member("label")?.text(in: bytes.span), let label = try? Label(name)
            else { throw malformed }
            all[server] = Login(user: user, label: label)
        }
        return all
    }

    /// Changes the list as one step, whoever else does at the same time.
    func change(_ body: (inout [String: Login]) -> Void) throws(Problem) {
        let lock: Descriptor
        do throws(SystemError) { lock = try openedFolder() } catch {
            throw PlainFile.unwritten(error.number, folder)
        }
        let isLocked: Bool
        do throws(SystemError) { isLocked = try lock.lock(until: Deadline(milliseconds: 10_000)) } catch {
            throw PlainFile.unwritten(error.number, folder)
        }
        guard isLocked else { throw held }
        let before = try all()
        var servers = before
        body(&servers)
        guard servers != before else { return }
        let members = servers.sorted { $0.key < $1.key }.map { server, login in
            (server, JSON.object([("user", .text(login.user)), ("label", .text(login.label.text))]))
        }
        let text = Array((JSON.object([("version", 1), ("servers", .object(members))]).line + "\n").utf8)
        try PlainFile.replace(path, with: text)
    }

    private func openedFolder() throws(SystemError) -> Descriptor {
        try Files.makeFolder(folder)
        return try Descriptor(folder: folder)
    }

    private var held: Problem {
        Problem(
            .conflict, .busy, "Another process held the list of docker's servers for too long: \(path)",
            safe: "Nothing was changed.", hint: "Try again.")
    }

    private var malformed: Problem {
        Problem(
            .unexpected, .dockerServers, "The list of docker's servers cannot be read: \(path)",
            safe: "Nothing was changed.", hint: "Move it away, and log in to the servers again.")
    }
}

extension Context {
    /// The servers for which docker gets a token, as this user's configuration has them; none where that cannot be read.
    func dockerServers(of label: Label) -> [String] {
        guard case .success(let folder) = places.configuration,
            let servers = try? DockerServers(folder: folder).all()
        else { return [] }
        return servers.filter { $0.value.label == label }.map(\.key).sorted()
    }
}
