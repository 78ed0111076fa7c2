internal import Requests
internal import Wire

/// Where things lie: a flag, else a variable of Lockstep's own, else the XDG Base Directory Specification.
struct Places {
    /// The vault.
    let vault: String
    /// The folder for what this machine remembers about vaults.
    let state: String
    /// The folder for this user's configuration, which few verbs need.
    let configuration: Result<String, Problem>
    /// The file of settings.
    var settings: Result<String, Problem> { configuration.map { $0 + "/config" } }
    /// The file with this user's private key, which opens vaults that have a slot for its public half.
    let privateKey: Result<String, Problem>
    /// The agent's socket.
    let socket: String
    /// Whether the socket was named, so that no other is looked for.
    let isSocketNamed: Bool
    /// Where else an agent of this user may listen; none where the socket was named.
    let otherSockets: [String]
    /// The agent's socket for systemd's `LoadCredential=`: beside the other.
    var credentials: String {
        String(socket[...(socket.lastIndex(of: "/") ?? socket.startIndex)]) + "credentials.sock"
    }

    init(vault flag: String?, _ environment: (String) -> String?) throws(Problem) {
        // A relative path in an XDG variable is to be ignored, says the specification.
        func folder(_ name: String, _ fallback: String) throws(Problem) -> String {
            if let named = environment(name), named.hasPrefix("/") { return named + "/lockstep" }
            guard let home = System.home(environment) else {
                throw Problem(
                    .unexpected, .noHome, "This user has no home folder, and \(name) does not name one.",
                    hint: "Set HOME or \(name) to an absolute path.")
            }
            return home + fallback + "/lockstep"
        }
        if let path = flag ?? environment("LOCKSTEP_VAULT") {
            vault = path
        } else {
            vault = try folder("XDG_DATA_HOME", "/.local/share") + "/vault.db"
        }
        do throws(Problem) {
            privateKey = .success(try folder("XDG_DATA_HOME", "/.local/share") + "/private.key")
        } catch { privateKey = .failure(error) }
        state = try folder("XDG_STATE_HOME", "/.local/state")
        do throws(Problem) {
            configuration = .success(try folder("XDG_CONFIG_HOME", "/.config"))
        } catch { configuration = .failure(error) }
        let named = environment("LOCKSTEP_SOCKET")
        guard named?.hasPrefix("/") ?? true else {
            throw .usage(
                "LOCKSTEP_SOCKET is not an absolute path: \(Printable.quoted(named ?? "")).",
                hint: "Make it absolute, or unset it.")
        }
        socket = named ?? UsualPlaces.sockets(environment) + "/agent.sock"
        isSocketNamed = named != nil
        otherSockets = named == nil ? UsualPlaces.otherSockets(environment).map { $0 + "/agent.sock" } : []
    }
}
