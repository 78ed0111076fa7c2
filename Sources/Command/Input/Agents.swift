internal import Agent
internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Secrets

// Speaking to the agent, and going on without it.

extension Context {
    /// The vault's place in full: the agent may have been started elsewhere.
    var vaultInFull: String {
        guard !places.vault.hasPrefix("/") else { return places.vault }
        var folder = [CChar](repeating: 0, count: 4096)
        guard unsafe getcwd(&folder, folder.count) != nil else { return places.vault }
        let bytes = folder.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return "\(String(decoding: bytes, as: UTF8.self))/\(places.vault)"
    }

    /// Opens token strings for an application; the audit log has it first.
    ///
    /// The agent does it where one holds this vault's keys; otherwise the vault is opened here, with the same result.
    func handOut(_ labels: [Label], _ verb: String, generation: UInt32? = nil) throws(Problem) -> [HandedOut]
    {
        do throws(AgentError) {
            return try AgentClient(socket: places.socket).handOut(
                labels, vault: vaultInFull, verb: verb, generation: generation)
        } catch .ledger(let error) {
            throw Problem(error, asking: labels)
        } catch { return try handOut(labels, verb, from: try ledger(), generation: generation) }
    }

    /// The token whose string begins so, and that string; throws `absent` when none does, or several.
    func handOut(prefix: String, _ verb: String) throws(Problem) -> (label: Label, [HandedOut]) {
        let found: Label?
        do throws(AgentError) {
            found = try AgentClient(socket: places.socket).find(prefix, vault: vaultInFull)
        } catch .ledger(let error) {
            throw Problem(error)
        } catch { found = nil }
        if let found { return (found, try handOut([found], verb)) }
        let ledger = try ledger()
        let label = try vault { () throws(LedgerError) in try ledger.label(ofPrefix: prefix) }
        return (label, try handOut([label], verb, from: ledger))
    }

    /// The same from a vault that is open here.
    func handOut(
        _ labels: [Label], _ verb: String, from ledger: any Ledger, generation: UInt32? = nil
    ) throws(Problem) -> [HandedOut] {
        let asker = Callers.parent
        var use = HandOutUse(
            verb: verb, time: now, caller: asker.caller, cgroup: asker.cgroup, generation: generation)
        use.executable = asker.executable
        do throws(LedgerError) {
            do throws(LedgerError) {
                return try ledger.handOut(labels, as: use)
            } catch  where error.code == .unconfirmed {
                use = asked(use, about: labels)
                return try ledger.handOut(labels, as: use)
            }
        } catch { throw Problem(error, asking: labels) }
    }

    /// Asks the person at the terminal; where there is none, the answer is no.
    private func asked(_ use: HandOutUse, about labels: [Label]) -> HandOutUse {
        guard let question = Confirmation.question(labels, use.caller) else {
            return HandOutRequest(labels, as: use).unanswered(.tooMany).use
        }
        let agrees = (try? terminal.confirms(question, otherwise: "")) ?? false
        return use.answered(agrees, by: "the terminal")
    }

    /// The agent that listens now; `nil` when none does.
    func agent() throws(Problem) -> AgentClient? {
        do throws(AgentError) {
            return try AgentClient(socket: places.socket)
        } catch .absent {
            return nil
        } catch { throw Problem(error) }
    }

    /// Starts an agent and waits until it listens. One of another version is replaced.
    func startAgent(idle: String) throws(Problem) -> AgentClient {
        let words = [
            "lockstep-agent", "--socket", places.socket, "--vault", vaultInFull, "--state", places.state,
            "--idle", idle, "--credentials", places.credentials,
        ]
        // What it finishes in the background goes the way that this environment says.
        if let warning = tools.networkWarning(.usual) { console.warn(warning) }
        let program = Programs.beside("lockstep-agent")
        var report: Int32 = -1
        let pid = unsafe withCStrings(words) { argv in
            unsafe lockstep_spawn_detached(program, argv, &report)
        }
        guard pid > 0 else {
            throw Problem(
                .unexpected, "no-agent",
                "\(Printable.quoted(program)) cannot be started: \(System.error(-pid)).",
                hint: "lockstep-agent has to be beside lockstep.")
        }
        defer { close(report) }
        for _ in 0..<500 {
            if let agent = try agent() { return agent }
            // It says why on the pipe and ends. A word alone is a warning, which was said here already: no event is
            // waited for but the pipe's end.
            guard ready(report, for: 0, milliseconds: 10) == 0 else { break }
        }
        // One that neither listens nor ends would be waited for without end.
        kill(pid, SIGTERM)
        let why = Context.lastWords(of: report)
        throw Problem(
            lockstep_wait(pid) == 10 ? .conflict : .unwritable, "no-agent",
            why.isEmpty
                ? "The agent did not start, and did not say why." : "The agent did not start: \(why).",
            hint: "Another place for its socket: LOCKSTEP_SOCKET")
    }

    /// The last line that an agent wrote before it ended, without its name in front.
    private static func lastWords(of report: Int32) -> String {
        var text = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe read(report, &text, text.count)
        let line =
            String(decoding: text.prefix(max(0, count)), as: UTF8.self).split(separator: "\n").last ?? ""
        let name = "lockstep-agent: "
        return String(line.hasPrefix(name) ? line.dropFirst(name.count) : line)
    }
}

extension Problem {
    /// Says what is wrong with a hand-out.
    init(_ error: LedgerError, asking labels: [Label]) {
        self.init(error)
        let names = labels.map { Printable.quoted($0.text) }.joined(separator: ", ")
        if error.code == .denied {
            self = Problem(denying: names, error)
        }
        guard error.code == .absent else { return }
        self = Problem(
            .absent, "no-token",
            labels.count == 1
                ? "There is no token \(names) in the vault."
                : "Not all of these tokens are in the vault: \(names).",
            safe: "Nothing was changed.", hint: "See: lockstep list")
    }

    private init(denying names: String, _ error: LedgerError) {
        let (what, hint) =
            switch error.place {
            case "confirmation":
                (
                    "A person has to agree that this program has \(names), and did not, or could not be asked.",
                    "Ask again, and have the person agree."
                )
            case "askpass":
                (
                    "A person has to agree that this program has \(names), and the agent has no program that asks.",
                    "Set one, such as ssh-askpass: lockstep agent askpass PROGRAM"
                )
            case "many":
                (
                    "A person has to agree, and is asked about \(Confirmation.most) tokens at most at once.",
                    "Ask for fewer tokens at a time."
                )
            case "caller":
                (
                    "A grant narrows \(names), and the kernel did not say which program asks.",
                    "The program has to ask by itself and wait for the answer. Where /proc hides processes (hidepid, "
                        + "ProtectProc=invisible), no program can be told."
                )
            default: ("No grant lets this program have \(names).", "See the rules: lockstep grant LABEL")
            }
        self.init(
            .denied, "denied", what, safe: "Nothing was handed out; the refusal is in the audit log.",
            hint: hint)
    }

    /// Says in words why an agent did not do as asked.
    init(_ error: AgentError) {
        switch error {
        case .absent:
            self.init(.absent, "no-agent", "No agent runs.", hint: "Start one: lockstep agent start")
        case .foreign:
            self.init(
                .integrity, "foreign-agent", "The agent's socket is not yours.",
                safe: "Nothing was sent to it.",
                hint: "Name another place: LOCKSTEP_SOCKET")
        case .otherVersion:
            self.init(
                .conflict, "other-agent", "The agent that runs is of another version.",
                safe: "Nothing was sent to it.",
                hint: "Replace it: lockstep agent start")
        case .locked:
            self.init(.locked, "locked", "The agent is locked.", hint: "Unlock it: lockstep unlock")
        case .otherVault:
            self.init(
                .conflict, "other-vault", "The agent that runs serves another vault.",
                hint: "Give this one its own socket: LOCKSTEP_SOCKET")
        case .broken:
            self.init(
                .unexpected, "agent-broken", "The agent did not answer as an agent does.",
                hint: "Start it anew: lockstep agent stop; lockstep agent start")
        case .ledger(let error): self.init(error)
        }
    }
}
