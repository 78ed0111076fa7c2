internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Platform
internal import ProviderProfiles
internal import Requests
internal import Secrets
internal import Wire

// Finding the agent, and starting one.

extension Context {
    /// The vault's place from the root on: the agent may be started elsewhere.
    private var vaultFromRoot: String {
        guard !places.vault.hasPrefix("/") else { return places.vault }
        var folder = [CChar](repeating: 0, count: 4096)
        guard unsafe getcwd(&folder, folder.count) != nil else { return places.vault }
        let bytes = folder.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return "\(String(decoding: bytes, as: UTF8.self))/\(places.vault)"
    }

    /// The vault's place as agents tell vaults apart.
    var vaultInFull: String { Path.resolved(vaultFromRoot) }

    /// The agent that has this vault's keys, or the one at the usual place; `nil` when there is none.
    func agent() throws(Problem) -> AgentClient? {
        guard let holder = try holder() else { return try agent(at: places.socket) }
        guard let agent = try agent(at: holder.socket) else {
            throw Problem(.hidden(holder), at: holder.socket)
        }
        return agent
    }

    /// The agent that listens at a place; `nil` when none does.
    func agent(at socket: String) throws(Problem) -> AgentClient? {
        do throws(AgentError) {
            return try AgentClient(socket: socket)
        } catch .absent {
            return nil
        } catch { throw problem(error, at: socket) }
    }

    /// The agent that has this vault's keys, wherever it listens.
    func holder() throws(Problem) -> KeyHolder? {
        do throws(AgentError) {
            return try KeyHolder.of(vaultInFull, otherwise: places.socket)
        } catch { throw Problem(error, at: "") }
    }

    /// Whether the agent that had the keys has none after a while: one whose socket is gone ends by itself.
    func waitsForKeysToGo() throws(Problem) -> Bool {
        for _ in 0..<200 {
            if try holder() == nil { return true }
            tools.clock.sleep(milliseconds: 10)
        }
        return false
    }

    /// Starts an agent and waits until it listens.
    func startAgent(_ times: LockTimes) throws(Problem) -> AgentClient {
        let words = [
            "lockstep-agent", "--socket", places.socket, "--vault", vaultFromRoot, "--state", places.state,
            "--idle", String(times.idle ?? 0), "--max", String(times.max ?? 0), "--credentials",
            places.credentials,
        ]
        // What it finishes in the background goes the way that this environment says.
        warn(ofNetwork: tools.provider.networkWarning(at: ProviderProfile.linode.address))
        let program = Programs.beside("lockstep-agent")
        var reported: Int32 = -1
        let pid = unsafe withCStrings(words) { argv in
            unsafe lockstep_spawn_detached(program, argv, &reported)
        }
        guard pid > 0, let pipe = try? Descriptor(owning: reported) else {
            throw Problem(
                .unexpected, .noAgent,
                "\(Printable.quoted(program)) cannot be started: \(System.error(-pid)).",
                hint: "lockstep-agent must be beside lockstep.")
        }
        let report = pipe.number
        for _ in 0..<500 {
            if let agent = try agent(at: places.socket) {
                warn(fromAgent: report)
                return agent
            }
            // It says why on the pipe and ends. A word alone is a warning: no event is waited for but the pipe's end.
            guard ready(report, for: 0, milliseconds: 10) == 0 else { break }
        }
        // One that neither listens nor ends would be waited for without end.
        kill(pid, SIGTERM)
        let isTaken = lockstep_wait(pid) == AgentExit.taken.rawValue
        if isTaken, let agent = try agent(at: places.socket) { return try own(agent) }
        let why = Context.lastWords(of: report)
        throw Problem(
            isTaken ? .conflict : .unwritable, .noAgent,
            why.isEmpty
                ? "The agent did not start and did not say why." : "The agent did not start: \(why).",
            hint: "To put its socket elsewhere: LOCKSTEP_SOCKET")
    }

    /// An agent that another command has started meanwhile, where it serves this vault.
    private func own(_ agent: AgentClient) throws(Problem) -> AgentClient {
        guard try told({ () throws(AgentError) in try agent.status() }).vault == vaultInFull else {
            throw Problem(.otherVault, at: places.socket)
        }
        return agent
    }

    /// Passes on what an agent that has started warns of, and this process does not: it takes more memory.
    private func warn(fromAgent report: Int32) {
        guard ready(report, for: Int32(POLLIN), milliseconds: 0) != 0,
            Context.lines(of: report).contains("warning: \(Hardening.unlockedMemory)")
        else { return }
        console.warn(Warning(.unlockedMemory, "the agent: \(Hardening.unlockedMemory)"))
    }

    /// The last line that an agent wrote before it ended.
    private static func lastWords(of report: Int32) -> String { lines(of: report).last ?? "" }

    /// What an agent wrote so far, without its name in front.
    private static func lines(of report: Int32) -> [String] {
        var text = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe read(report, &text, text.count)
        let name = "lockstep-agent: "
        return String(decoding: text.prefix(max(0, count)), as: UTF8.self).split(separator: "\n").map {
            String($0.hasPrefix(name) ? $0.dropFirst(name.count) : $0)
        }
    }
}
