internal import Glibc

/// Where things lie: a flag, else a variable of Lockstep's own, else the XDG Base Directory Specification.
struct Places {
    /// The vault.
    let vault: String
    /// The folder for what this machine remembers about vaults.
    let state: String
    /// The folder for this user's configuration.
    let configuration: String
    /// The agent's socket.
    let socket: String
    /// Whether the socket was named, so that no other is looked for.
    let isSocketNamed: Bool
    /// The agent's socket for systemd's `LoadCredential=`: beside the other.
    var credentials: String {
        String(socket[...(socket.lastIndex(of: "/") ?? socket.startIndex)]) + "credentials.sock"
    }

    init(vault flag: String?, _ environment: (String) -> String?) throws(Problem) {
        guard let home = System.home(environment) else {
            throw Problem(
                .unexpected, "no-home", "This user has no home folder.",
                hint: "Set HOME, or LOCKSTEP_VAULT and XDG_STATE_HOME.")
        }
        // A relative path in an XDG variable is to be ignored, says the specification.
        func folder(_ name: String, _ fallback: String) -> String {
            let named = environment(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
            return (named ?? home + fallback) + "/lockstep"
        }
        vault =
            flag ?? environment("LOCKSTEP_VAULT") ?? folder("XDG_DATA_HOME", "/.local/share") + "/vault.db"
        state = folder("XDG_STATE_HOME", "/.local/state")
        configuration = folder("XDG_CONFIG_HOME", "/.config")
        let named = environment("LOCKSTEP_SOCKET")
        guard named?.hasPrefix("/") ?? true else {
            throw .usage(
                "LOCKSTEP_SOCKET is not an absolute path: \(Printable.quoted(named ?? "")).",
                hint: "Write it from the root on, or unset it.")
        }
        socket = named ?? Places.runtime(environment) + "/agent.sock"
        isSocketNamed = named != nil
    }

    /// The folder for sockets: what the session says, else the place where sessions have it, so that cron and su find the same
    /// one. Only a folder that is this user's own: su leaves another user's in the environment.
    private static func runtime(_ environment: (String) -> String?) -> String {
        let folders = [environment("XDG_RUNTIME_DIR"), "/run/user/\(geteuid())"].compactMap(\.self)
        guard let own = folders.first(where: isOwn) else { return "/tmp/lockstep-\(geteuid())" }
        return own + "/lockstep"
    }

    private static func isOwn(_ folder: String) -> Bool {
        var status = stat()
        return unsafe stat(folder, &status) == 0 && folder.hasPrefix("/")
            && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
    }
}
