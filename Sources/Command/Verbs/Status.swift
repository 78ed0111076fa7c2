internal import Agent
internal import Lifecycle

extension Verbs {
    static let status = Verb(
        name: "status", summary: "say how the vault stands, without changing or asking anything",
        notes: [
            "Counts are shown when a flag or the environment names what opens the vault; nobody is asked."
        ],
        examples: ["lockstep status --json"]
    ) { context throws(Problem) in try Status(context: context).run() }
}

/// Counts what is in the vault.
private struct Status {
    let context: Context

    func run() throws(Problem) {
        var members: [(String, JSON)] = [("version", 1)]
        let agent = asked()
        if let problem = agent.problem, !context.options.json {
            context.console.note("\(problem.message) \(problem.hint)")
        }
        guard context.door.isThere else { return try tell(members + state("missing", agent)) }
        guard let unlocking = try context.unlockingWithoutPerson() else {
            let isOpen = agent.status.map { !$0.isLocked && $0.vault == context.vaultInFull } ?? false
            return try tell(members + state(isOpen ? "unlocked" : "locked", agent))
        }
        let ledger = try vault { () throws(LedgerError) in try context.door.open(unlocking) }
        context.tellOfCounter()
        members += state("unlocked", agent)
        members += try vault { () throws(LedgerError) in try counts(ledger) }
        try tell(members)
        context.warn(
            of: try vault { () throws(LedgerError) in try PendingRow.rows(ledger, now: context.now) })
    }

    /// The agent, or what is wrong with the one that listens.
    private func asked() -> (status: AgentStatus?, problem: Problem?) {
        do throws(Problem) {
            guard let agent = try context.agent() else { return (nil, nil) }
            do throws(AgentError) { return (try agent.status(), nil) } catch { throw Problem(error) }
        } catch { return (nil, error) }
    }

    private func state(_ word: String, _ agent: (status: AgentStatus?, problem: Problem?)) -> [(String, JSON)]
    {
        [
            ("vault", .text(word)), ("path", .text(context.places.vault)),
            ("agent", .bool(agent.status != nil)),
            ("agentPid", agent.status.map { .number(Int64($0.pid)) } ?? .null),
            ("agentCode", .optional(agent.problem?.code)),
        ]
    }

    private func counts(_ ledger: any Ledger) throws(LedgerError) -> [(String, JSON)] {
        let living = try ledger.records().filter { $0.state != .gone }
        let open = try ledger.operations()
        let soon = living.filter { Times.isNear($0.token.expiry, now: context.now) }
        return [
            ("tokens", .number(Int64(living.count))), ("expiring", .number(Int64(soon.count))),
            ("pending", .number(Int64(open.filter { !$0.operation.isWatching }.count))),
            ("watching", .number(Int64(open.filter { $0.operation.isWatching }.count))),
            ("operations", .array(try PendingRow.rows(ledger, now: context.now).map(\.json))),
            (
                "accounts",
                .array(try ledger.accounts().map { AccountRow(account: $0).json(versioned: false) })
            ),
        ]
    }

    /// An account for people: its address only where that is not the usual one.
    private func account(_ row: JSON) -> String? {
        guard let name = row.text(of: "account"), let address = row.text(of: "address") else { return nil }
        return address == ProviderAddress.usual.text ? name : "\(name) at \(address)"
    }

    private func tell(_ members: [(String, JSON)]) throws(Problem) {
        if context.options.json { return try context.console.print(.object(members)) }
        let lines = members.dropFirst().compactMap { name, value -> String? in
            switch value {
            case .array where name == "operations": nil
            case .array(let accounts):
                name + "  "
                    + Printable.line(accounts.compactMap(account).joined(separator: ", "))
                    + "\n"
            case .null: nil
            case .text(let text):
                name + String(repeating: " ", count: 10 - name.count) + Printable.line(text) + "\n"
            default: name + String(repeating: " ", count: 10 - name.count) + value.line + "\n"
            }
        }
        try context.console.print(lines.joined())
    }
}
