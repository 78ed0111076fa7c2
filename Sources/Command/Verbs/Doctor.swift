internal import Agent
internal import Glibc
internal import Lifecycle
internal import Secrets

extension Verbs {
    static let doctor = Verb(
        name: "doctor",
        summary: "check everything, and say what is damaged, what is intact and how to repair it",
        flags: [
            Flag(
                "accept-older", nil, .toggle(\.acceptOlder),
                "go on with an older copy of the vault, on purpose"),
            .yes,
        ],
        notes: [
            """
            Reads every row, past the first that is wrong. Changes nothing, asks no provider. Exit 9 when the vault was \
            altered or is damaged, or is an older copy than this machine has seen.
            """,
            """
            --accept-older is for a copy that was put back on purpose. Tokens made since are not in it: lockstep sync \
            and list --remote show them as made elsewhere. Tokens revoked since are purged by sync.
            """,
        ],
        examples: ["lockstep doctor", "lockstep doctor --json", "lockstep doctor --accept-older"]
    ) { context throws(Problem) in try Doctor(context: context).run() }
}

/// Examines the vault and what surrounds it.
private struct Doctor {
    let context: Context

    func run() throws(Problem) {
        try context.requireVault()
        let outside = context.door.inspect()
        // A file that is no vault, or not this user's alone, is not opened.
        if let stopper = outside.damages.first(where: { $0.code != .altered }) { throw Problem(stopper) }
        let unlocking: Unlocking
        do throws(Problem) {
            unlocking = try self.unlocking()
        } catch {
            guard !outside.damages.isEmpty else { throw error }
            return try tell(outside, nil)
        }
        let found: Examination
        do throws(LedgerError) {
            found = try context.door.examine(unlocking)
        } catch {
            // No whole slot opens; when slots are damaged, that is what there is to say.
            guard error.code == .wrongKey || error.code == .altered, !outside.damages.isEmpty else {
                throw Problem(error)
            }
            return try tell(outside, nil)
        }
        if context.options.acceptOlder, found.isOnlyOlder || found.damages.isEmpty {
            return try acceptOlder(found, unlocking)
        }
        try tell(found, try around(unlocking))
    }

    private func unlocking() throws(Problem) -> Unlocking {
        if let unlocking = try context.unlockingWithoutPerson() { return unlocking }
        return .passphrase(
            try context.terminal.secret(
                "Passphrase", otherwise: Terminal.passphraseElsewhere))
    }

    // MARK: An older copy

    private func acceptOlder(_ found: Examination, _ unlocking: borrowing Unlocking) throws(Problem) {
        guard found.isOnlyOlder else {
            return try tell(
                accepted: false, "The vault is the newest that this machine has seen; nothing to accept.")
        }
        if !context.options.yes {
            context.console.note(
                "  This copy stands at change \(found.counter); this machine has seen change \(found.newest)."
            )
            guard try context.terminal.confirms("Go on with the older copy?", otherwise: "Give --yes.") else {
                throw Problem(.unexpected, .declined, "Nothing was changed.")
            }
        }
        let entry = AuditEntry(
            .olderAccepted, time: context.now, label: "", caller: Callers.parent.caller,
            interface: .commandLine)
        try vault { () throws(LedgerError) in try context.door.acceptOlder(unlocking, noting: entry) }
        try tell(
            accepted: true, "Accepted. Tokens made or revoked since are brought to light by: lockstep sync")
    }

    private func tell(accepted: Bool, _ text: String) throws(Problem) {
        guard context.options.json else { return context.console.note(text) }
        try context.console.print(.object([("version", 1), ("accepted", .bool(accepted))]))
    }

    // MARK: Telling

    /// `around` is `nil` when the vault could not be opened.
    private func tell(_ found: Examination, _ around: [DoctorReport.Check]?) throws(Problem) {
        let report = DoctorReport(
            found: found, vault: context.places.vault, isOpen: around != nil, around: around ?? [])
        if context.options.json {
            try context.console.print(report.json)
        } else {
            try context.console.print(report.text)
        }
        guard let first = found.damages.first else { return }
        var problem = Problem(first)
        if found.damages.count > 1 {
            problem.message = "The vault is damaged or was altered in \(found.damages.count) places."
        }
        problem.safe = "Nothing was changed."
        if !found.isOnlyOlder { problem.hint = report.remedy }
        throw problem
    }

    /// What is not the vault's file, but can spoil its use.
    private func around(_ unlocking: borrowing Unlocking) throws(Problem) -> [DoctorReport.Check] {
        var checks: [DoctorReport.Check] = []
        let state = context.places.state
        if unsafe access(state, F_OK) == 0 && access(state, W_OK) != 0 {
            checks.append(
                .init(
                    "counter",
                    "The folder for state cannot be written, so an older copy would not be noticed.",
                    "Make it yours: \(state)"))
        }
        guard let ledger = try? context.door.open(unlocking) else { return checks }
        for row in try readable({ () throws(LedgerError) in try PendingRow.rows(ledger, now: context.now) }) {
            checks.append(.init("pending", row.line, "lockstep sync"))
        }
        for account in try readable({ () throws(LedgerError) in try ledger.accounts() }) {
            guard let token = account.token else { continue }
            for flag in TokenFlag.of(token, now: context.now) where flag != .fullAccess {
                checks.append(
                    .init(
                        "account",
                        "The provisioning token of \(Printable.quoted(account.name.text)) \(flag.sentence).",
                        flag == .neverExpires
                            ? "Give it one that does, when it suits: lockstep login" : "lockstep login"))
            }
        }
        return checks
    }

    /// Rows that were altered are among the damages already; what is around is told all the same.
    private func readable<R>(_ rows: () throws(LedgerError) -> [R]) throws(Problem) -> [R] {
        do throws(LedgerError) { return try rows() } catch  where error.code == .altered {
            return []
        } catch { throw Problem(error) }
    }
}

extension TokenFlag {
    fileprivate var sentence: String {
        switch self {
        case .expired: "has expired"
        case .expiresSoon: "expires \(Times.soon)"
        case .neverExpires: "never expires"
        case .fullAccess: "may do everything"
        }
    }
}
