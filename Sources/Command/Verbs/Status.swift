internal import Agent
internal import Lifecycle

extension Verbs {
    static let status = Verb(
        name: "status", summary: "say how the vault stands, without changing or asking anything",
        notes: [
            """
            The vault is unlocked while an agent has its keys. Counts are shown when a flag or the environment names what \
            opens it; nobody is asked.
            """
        ],
        examples: ["lockstep status --json"]
    ) { context throws(Problem) in try Status(context: context).run() }
}

/// Counts what is in the vault.
private struct Status {
    let context: Context

    func run() throws(Problem) {
        let state = try context.agentState()
        if let problem = state.problem, !context.options.json {
            context.console.note("\(problem.message) \(problem.hint)")
        }
        let members = state.members(context.places)
        guard state.isThere, let unlocking = try context.unlockingWithoutPerson() else {
            return try tell(members)
        }
        let ledger = try vault { () throws(LedgerError) in try context.door.open(unlocking) }
        context.tellOfCounter()
        try tell(members + (try vault { () throws(LedgerError) in try counts(ledger) }))
        context.warn(
            of: try vault { () throws(LedgerError) in try PendingRow.rows(ledger, now: context.now) })
    }

    private func counts(_ ledger: any Ledger) throws(LedgerError) -> [(String, JSON)] {
        let living = try ledger.records().filter { $0.state != .gone }
        let open = try ledger.operations()
        let soon = living.filter { Times.isNear($0.token.expiry, now: context.now) }
        return [
            ("tokens", .number(Int64(living.count))), ("expiring", .number(Int64(soon.count))),
            ("pending", .number(Int64(open.filter { $0.operation.waiting != .listing }.count))),
            ("watching", .number(Int64(open.filter { $0.operation.waiting == .listing }.count))),
            ("operations", .array(try PendingRow.rows(ledger, now: context.now).map(\.json))),
            (
                "accounts",
                .array(try ledger.accounts().map { AccountRow(account: $0).json(versioned: false) })
            ),
        ]
    }

    /// An account for people: its address only where that is not the usual one, or was not kept.
    private func account(_ row: JSON) -> String? {
        guard let name = row.text(of: "account"), let address = row.text(of: "address") else { return nil }
        guard row.isTrue("addressIsKept") else {
            return
                "\(name) at \(address) (by an older Lockstep, which kept no address: log in again to keep one)"
        }
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
                name + String(repeating: " ", count: max(1, 10 - name.count)) + Printable.line(text) + "\n"
            default: name + String(repeating: " ", count: max(1, 10 - name.count)) + value.line + "\n"
            }
        }
        try context.console.print(lines.joined())
    }
}
