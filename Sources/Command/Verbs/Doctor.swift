internal import Glibc
internal import Lifecycle
internal import Requests
internal import Secrets
internal import Wire

extension Verbs {
    static let doctor = Verb(
        name: "doctor",
        summary: "check everything, and say what is damaged, what is intact and how to repair it",
        flags: [
            Flag(
                "accept-older", nil, .toggle(\.acceptOlder),
                "go on with an older copy of the vault, or one that was changed elsewhere, on purpose"),
            Flag(
                "repair", nil, .toggle(\.repair),
                "write what stands twice in the vault anew, where one of both is damaged"),
            Flag(
                "accept-log", nil, .toggle(\.acceptLog),
                "hand out again although a reading log is damaged: it stays as it is"),
            .yes,
        ],
        notes: [
            """
            Reads every row of the vault, this machine's reading log and what it has seen of the vault, past the first that is \
            wrong. By itself it changes nothing, and it asks no provider. Exit 9 when the vault or a log was altered or is \
            damaged, when it is an older copy than this machine has seen, or one that was changed elsewhere.
            """,
            """
            --repair mends the slots, the head and the vault's id from the second place where each of them stands, makes the \
            file's first page and the tree over its rows anew, and begins the change log anew where it cannot be proved any more. \
            --accept-log takes note that you were told of a damaged reading log: it is kept, hand-outs go on in a new one.
            """,
            """
            --accept-older is for a copy that was put back on purpose. Tokens made since are not in it: lockstep sync \
            and list --remote show them as made elsewhere. Tokens revoked since are purged by sync.
            """,
        ],
        examples: [
            "lockstep doctor", "lockstep doctor --json", "lockstep doctor --repair",
            "lockstep doctor --accept-older",
        ]
    ) { context throws(Problem) in try Doctor(context: context).run() }
}

/// Examines the vault and what surrounds it.
struct Doctor {
    let context: Context

    func run() throws(Problem) {
        let asked = [context.options.acceptOlder, context.options.repair, context.options.acceptLog]
        guard asked.count(where: { $0 }) <= 1 else {
            throw .usage("Give one of --accept-older, --repair and --accept-log.")
        }
        try context.requireVault()
        let outside = context.door.inspect()
        // A file that is no vault, or not this user's alone, is not opened.
        let stopper = outside.damages.first { $0.code != .altered }
        if let stopper, !(context.options.repair && stopper.code == .foreign) { throw Problem(stopper) }
        let unlocking: Unlocking
        do throws(Problem) {
            unlocking = try self.unlocking()
        } catch {
            // Who wants it mended has to open it: that is what there is to say.
            guard !outside.damages.isEmpty, !context.options.repair else { throw error }
            return try tell(outside, nil)
        }
        // Of a file that SQLite does not read any more nothing can be examined before.
        if context.options.repair { return try repair(unlocking) }
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
        if context.options.acceptOlder, found.canBeAccepted || found.damages.isEmpty {
            return try acceptOlder(found, unlocking)
        }
        if context.options.acceptLog { return try acceptLog(unlocking) }
        try tell(found, try around(unlocking))
    }

    private func unlocking() throws(Problem) -> Unlocking {
        if let unlocking = try context.unlockingWithoutPerson() { return unlocking }
        return .passphrase(
            try context.terminal.secret(
                "Passphrase", otherwise: Terminal.passphraseElsewhere))
    }

    // MARK: Telling

    /// `around` is `nil` when the vault could not be opened.
    private func tell(_ found: Examination, _ around: Around?) throws(Problem) {
        let report = DoctorReport(
            found: found, vault: context.places.vault, isOpen: around != nil, around: around?.checks ?? [],
            readings: around?.readings ?? AuditReport())
        if context.options.json {
            try context.console.print(report.json)
        } else {
            try context.console.print(report.text)
        }
        if let problem = report.problem { throw problem }
    }

    /// What is not the vault's file, but can spoil its use.
    private struct Around {
        var checks: [DoctorReport.Check] = []
        /// What was found in this machine's reading log.
        var readings = AuditReport()
    }

    private func around(_ unlocking: borrowing Unlocking) throws(Problem) -> Around {
        var around = Around()
        let state = context.places.state
        if unsafe access(state, F_OK) == 0 && access(state, W_OK) != 0 {
            around.checks.append(
                .init(
                    "counter",
                    "The folder for state cannot be written, so an older copy would not be noticed.",
                    "Make it yours: \(state)"))
        }
        guard let ledger = try? context.door.open(unlocking) else { return around }
        around.readings = try vault { () throws(LedgerError) in try ledger.examineReadings() }
        for warning in around.readings.warnings {
            around.checks.append(.init("reading", AuditWords.words(warning), ""))
        }
        let pending = try readable({ () throws(LedgerError) in
            try ledger.operations().filter { $0.operation.waiting != .listing }
        }).map { PendingView($0.operation) }
        for row in context.rows(of: pending) {
            around.checks.append(.init("pending", row.line, "lockstep sync"))
        }
        for account in try readable({ () throws(LedgerError) in try ledger.accounts() }) {
            around.checks += checks(account)
        }
        return around
    }

    private func checks(_ account: Account) -> [DoctorReport.Check] {
        guard let token = account.token else { return [] }
        return TokenFlag.of(token, now: context.now).filter { $0 != .fullAccess }.map { flag in
            DoctorReport.Check(
                "account",
                "The provisioning token of \(Printable.quoted(account.name.text)) \(flag.sentence).",
                flag == .neverExpires
                    ? "Give it one that does, when it suits: lockstep login" : "lockstep login")
        }
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
