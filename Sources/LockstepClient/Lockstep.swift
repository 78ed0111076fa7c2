internal import Lifecycle
internal import Platform
internal import Wire

/// The agent of this user, asked for what is in one vault. Each call has a thread and a connection of its own: nothing waits in the
/// cooperative pool, and a task that is cancelled closes its connection.
public struct Lockstep: Sendable {
    let socket: String
    let isSocketNamed: Bool
    /// The vault's path, from the root on and without links.
    let vault: String

    /// The agent where `lockstep` looks for it: at `socket`, `$LOCKSTEP_SOCKET`, or this session's place; for the vault at `vault`,
    /// `$LOCKSTEP_VAULT`, or this user's own. Nothing is asked yet.
    public static func agent(
        socket: String? = nil, vault: String? = nil
    ) throws(LockstepError) -> Lockstep {
        let named = socket ?? Environment.value("LOCKSTEP_SOCKET")
        guard named?.hasPrefix("/") ?? true else {
            throw LockstepError(.usage, "The path of the agent's socket does not begin at the root.")
        }
        return Lockstep(
            socket: named ?? UsualPlaces.sockets(Environment.value) + "/agent.sock",
            isSocketNamed: named != nil, vault: try place(of: vault))
    }

    private static func place(of vault: String?) throws(LockstepError) -> String {
        if let named = vault ?? Environment.value("LOCKSTEP_VAULT") {
            return Path.resolved(named.hasPrefix("/") ? named : Path.resolved(".") + "/" + named)
        }
        if let data = Environment.value("XDG_DATA_HOME"), data.hasPrefix("/") {
            return Path.resolved(data + "/lockstep/vault.db")
        }
        guard let home = Environment.value("HOME"), home.hasPrefix("/") else {
            throw LockstepError(.noHome, "HOME is not set, and LOCKSTEP_VAULT names no vault.")
        }
        return Path.resolved(home + "/.local/share/lockstep/vault.db")
    }

    func connect() throws(LockstepError) -> AgentClient {
        do throws(AgentError) {
            return try AgentClient.serving(vault, at: socket, isNamed: isSocketNamed)
        } catch { throw LockstepError(error) }
    }

    /// Reads a label, in the words of this library.
    static func label(_ text: String) throws(LockstepError) -> Label {
        do throws(Label.Problem) { return try Label(text) } catch {
            throw LockstepError(.usage, "The label is empty, too long, or has characters that none may have.")
        }
    }
}
