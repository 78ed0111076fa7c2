internal import Lifecycle
internal import ProviderProfiles
internal import Requests
internal import Service
internal import Wire

extension Verbs {
    static let status = Verb(
        name: "status", summary: "show the vault's state; changes nothing and never prompts",
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
        let rows = state.members(context.places).map(StatusRow.init)
        guard state.isThere, let unlocking = try context.unlockingWithoutPerson() else {
            return try tell(rows)
        }
        let ledger = try vault { () throws(LedgerError) in try context.door.open(unlocking) }
        context.tellNotice()
        let service = try context.service(ledger)
        let counts = try served { () throws(Failure) in try service.counts() }
        try tell(rows + self.rows(counts))
        context.warn(of: counts.pending)
    }

    private func rows(_ counts: VaultCounts) -> [StatusRow] {
        [
            StatusRow("tokens", counts.tokens), StatusRow("expiring", counts.expiring),
            StatusRow("pending", counts.pending.count), StatusRow("watching", counts.watching),
            // People are told of them on stderr.
            StatusRow("operations", .array(context.rows(of: counts.pending).map(\.json)), text: nil),
            StatusRow(
                "accounts", .array(counts.accounts.map { AccountRow(account: $0).json(versioned: false) }),
                text: counts.accounts.map(words).joined(separator: ", ")),
        ]
    }

    /// An account for people: its address only where that is not the usual one, or was not kept.
    private func words(_ account: Account) -> String {
        let (name, address) = (account.name.text, account.home.text)
        guard account.address != nil else {
            return
                "\(name) at \(address) (by an older Lockstep, which kept no address: log in again to keep one)"
        }
        return account.home == ProviderProfile.linode.address ? name : "\(name) at \(address)"
    }

    private func tell(_ rows: [StatusRow]) throws(Problem) {
        guard !context.options.json else {
            return try context.console.print(.object(rows.map { ($0.name, $0.json) }))
        }
        try context.console.print(rows.dropFirst().compactMap(\.line).joined())
    }
}

/// One thing that `status` tells.
private struct StatusRow {
    let name: String
    let json: JSON
    /// The same for people; `nil` where they are not told.
    let text: String?

    init(_ name: String, _ json: JSON, text: String?) {
        (self.name, self.json, self.text) = (name, json, text)
    }

    init(_ name: String, _ count: Int) {
        self.init(name, .number(Int64(count)), text: String(count))
    }

    init(_ name: String, _ json: JSON) {
        let text: String? =
            switch json {
            case .null: nil
            case .text(let text): text
            case .object, .array, .number, .bool: json.line
            }
        self.init(name, json, text: text)
    }

    var line: String? {
        text.map { name + String(repeating: " ", count: max(1, 10 - name.count)) + Printable.line($0) + "\n" }
    }
}
