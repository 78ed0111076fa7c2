internal import Agent
internal import Lifecycle
internal import Secrets

extension Verbs {
    static let agent = Verb(
        name: "agent",
        summary: "start or stop the agent, which holds the unlocked vault",
        operands: "start|stop|askpass [PROGRAM]", count: 1...2,
        flags: [Flag.idle, Flag("clear", nil, .toggle(\.clear), "askpass: name no program any more")],
        notes: [
            """
            start also unlocks where a flag or the environment names what opens the vault. An agent of another version \
            is replaced. Hand-outs go through the agent while it is unlocked, and open the vault themselves otherwise.
            """,
            """
            askpass shows or sets the program with which the agent asks a person where a grant says --confirm. It is kept in the \
            vault, so only who unlocks it changes it. It is given the question as its argument, as ssh-askpass, and agrees by \
            exit code 0. The audit log names the program that agreed.
            """,
        ],
        examples: [
            "lockstep agent start --idle 1h", "lockstep agent stop",
            "lockstep agent askpass /usr/bin/ssh-askpass",
        ]
    ) { context throws(Problem) in
        let words = context.options.operands
        switch (words[0], words.count) {
        case ("askpass", _): try Askpass(context: context).run()
        case ("start", 1) where !context.options.clear: try Agency(context: context).start()
        case ("stop", 1) where !context.options.clear: try Agency(context: context).stop()
        default:
            throw .usage(
                "lockstep agent takes start, stop, or askpass and a program.",
                hint: "See: lockstep agent --help")
        }
    }

    static let unlock = Verb(
        name: "unlock", summary: "give the agent what opens the vault; starts it where none runs",
        flags: [Flag.idle],
        notes: ["With the passphrase from the terminal, or --key-file, --passphrase-file, --passphrase-fd."],
        examples: ["lockstep unlock", "lockstep unlock --key-file vault.key"]
    ) { context throws(Problem) in try Agency(context: context).unlock() }

    static let lock = Verb(
        name: "lock", summary: "make the agent wipe its keys", examples: ["lockstep lock"]
    ) { context throws(Problem) in try Agency(context: context).lock() }
}

extension Flag {
    static let idle = Flag(
        "idle", nil, .value("DURATION", \.idle), "lock after so long without a hand-out (8h); 0s for never")
}

/// What a person does with the agent.
private struct Agency {
    let context: Context

    func start() throws(Problem) {
        try context.requireSafeVault()
        let unlocking = try context.unlockingWithoutPerson()
        let (agent, isNew) = try running()
        if let unlocking { try told { () throws(AgentError) in try agent.unlock(unlocking) } }
        let status = try status(of: agent)
        try tell(status, isNew ? "The agent runs" : "The agent runs already")
    }

    func unlock() throws(Problem) {
        try context.requireSafeVault()
        let (agent, _) = try running()
        if let unlocking = try context.unlockingWithoutPerson() {
            try told { () throws(AgentError) in try agent.unlock(unlocking) }
        } else {
            try ask(agent)
        }
        try tell(try status(of: agent), "The agent runs")
    }

    private func ask(_ agent: AgentClient) throws(Problem) {
        for attempt in 1...3 {
            let typed = try context.terminal.secret(
                "Passphrase", otherwise: "Give --passphrase-file, --passphrase-fd or --key-file.")
            do throws(AgentError) {
                return try agent.unlock(.passphrase(typed))
            } catch .ledger(let error) where error.code == .wrongKey && attempt < 3 {
                context.console.note("That does not open the vault.")
            } catch { throw Problem(error) }
        }
    }

    func lock() throws(Problem) {
        guard let agent = try context.agent() else { return context.console.note("No agent runs.") }
        try told { () throws(AgentError) in try agent.lock() }
        context.console.note("Locked: the agent's keys are wiped.")
    }

    func stop() throws(Problem) {
        guard let agent = try context.agent() else { return context.console.note("No agent runs.") }
        try told { () throws(AgentError) in try agent.stop() }
        context.console.note("The agent is gone, its keys wiped.")
    }

    /// The agent for this vault, started where none runs; one of another version is replaced.
    private func running() throws(Problem) -> (AgentClient, isNew: Bool) {
        let idle = try idle()
        guard let agent = try context.agent() else { return (try context.startAgent(idle: idle), true) }
        do throws(AgentError) {
            guard try agent.status().vault == context.vaultInFull else { throw .otherVault }
            return (agent, false)
        } catch .otherVersion {
            try told { () throws(AgentError) in try agent.stop() }
            for _ in 0..<200 where try context.agent() != nil { context.tools.clock.sleep(milliseconds: 10) }
            return (try context.startAgent(idle: idle), true)
        } catch {
            // One that ended while it was asked is gone by now.
            guard error == .broken, try context.agent() == nil else { throw Problem(error) }
            return (try context.startAgent(idle: idle), true)
        }
    }

    private func idle() throws(Problem) -> String {
        let text = context.options.idle ?? "8h"
        guard let duration = Times.duration(text), duration.months == 0, duration.seconds <= 31_536_000 else {
            throw .usage(
                "\(Printable.quoted(text)) is no time to wait.", hint: "Write 30m, 8h, or 0s for never.")
        }
        return String(duration.seconds)
    }

    private func status(of agent: AgentClient) throws(Problem) -> AgentStatus {
        try told { () throws(AgentError) in try agent.status() }
    }

    private func told<R>(_ body: () throws(AgentError) -> R) throws(Problem) -> R {
        do throws(AgentError) { return try body() } catch { throw Problem(error) }
    }

    private func tell(_ status: AgentStatus, _ words: String) throws(Problem) {
        guard !context.options.json else {
            return try context.console.print(
                .object([
                    ("version", 1), ("agentPid", .number(Int64(status.pid))),
                    ("vault", .text(status.isLocked ? "locked" : "unlocked")),
                    ("idle", .number(Int64(status.idle))),
                ]))
        }
        context.console.note(
            "\(words) (process \(status.pid)), \(status.isLocked ? "locked: lockstep unlock" : "unlocked").")
    }
}
