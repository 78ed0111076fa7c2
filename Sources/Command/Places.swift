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
        let runtime = environment("XDG_RUNTIME_DIR").flatMap { $0.hasPrefix("/") ? $0 + "/lockstep" : nil }
        socket = environment("LOCKSTEP_SOCKET") ?? (runtime ?? "/tmp/lockstep-\(geteuid())") + "/agent.sock"
    }
}
