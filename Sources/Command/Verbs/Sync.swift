internal import Lifecycle
internal import Requests
internal import Service

extension Verbs {
    static let sync = Verb(
        name: "sync", summary: "finish or undo what was interrupted, and compare with the provider",
        flags: [
            Flag("dry-run", "n", .toggle(\.dryRun), "say what would be done, and change nothing"),
            Flag(
                "due", nil, .toggle(\.due),
                "for timers: leave alone what was held up, until its next try is due"),
        ],
        notes: [
            """
            Safe to run twice, in parallel, and from a timer. Tokens made elsewhere are told and left alone. Exit 8 \
            while something is still pending.
            """
        ],
        examples: ["lockstep sync", "lockstep sync --dry-run"]
    ) { context throws(Problem) in try Syncing(context: context).run() }
}

/// Brings both sides into lockstep and tells what was found.
private struct Syncing {
    let context: Context

    func run() throws(Problem) {
        let options = context.options
        let bar = ProgressBar("finished", context.console)
        let result =
            options.dryRun
            ? try context.ask(RehearsalRequest(), bar)
            : try context.ask(SyncRequest(isDueOnly: options.due), bar)
        if options.json {
            try context.console.print(
                result.json(context.wording, now: context.now, isRehearsal: options.dryRun))
        } else {
            tell(result)
        }
        try complain(result)
    }

    private func problem(_ line: SyncResult.Line) -> Problem? { line.failure.map { Problem($0) } }

    // MARK: For people

    private func tell(_ result: SyncResult) {
        let (lines, findings) = (result.lines, result.findings)
        for line in lines {
            let reason = problem(line).map { ": \($0.message)" } ?? ""
            context.console.note(
                "\(line.operation.words): \(line.state.rawValue)\(reason)"
            )
        }
        if lines.count > 1 {
            let words = Dictionary(grouping: lines, by: \.state.rawValue).sorted { $0.key < $1.key }
            let counts = words.map { "\($0.value.count) \($0.key)" }.joined(separator: ", ")
            context.console.note("\(lines.count) operations: \(counts).")
        }
        for finding in findings {
            let name = finding.account.name.text
            switch finding.result {
            case .success(let found): tell(found, of: name)
            case .failure(let reason): context.console.note("\(name): \(Problem(reason).message)")
            }
        }
        if findings.isEmpty { context.console.note("The vault has no account yet.") }
    }

    private func tell(_ found: Reconciliation, of name: String) {
        let (drifted, unmanaged) = (found.drifted.count, found.unmanaged.count)
        context.console.note(
            "\(name): \(found.managed.count + drifted) managed, \(unmanaged) made elsewhere, \(found.gone.count) gone, "
                + "\(drifted) renamed elsewhere, \(found.orphaned.count) left behind, \(found.underway.count) under way"
        )
        let listed = (found.managed + found.drifted).map(\.token) + found.unmanaged
        if let flags = TokenFlag.summary(listed, now: context.now) {
            context.console.note("  \(flags) (lockstep list --remote)")
        }
        for match in found.drifted {
            context.console.note(
                "  \(Printable.quoted(match.record.label.text)) is called \(Printable.quoted(match.token.label)) "
                    + "at the provider (id \(match.token.id))")
        }
        for record in found.gone {
            context.console.note(
                "  \(Printable.quoted(record.label.text)) (id \(record.token.id)) is not listed")
        }
    }

    /// What is pending is told by the exit code; then what could not be compared.
    private func complain(_ result: SyncResult) throws(Problem) {
        let pending = result.lines.filter { $0.state == .pending }
        if let first = pending.first, let reason = problem(first) {
            let count = pending.count == 1 ? "1 operation is" : "\(pending.count) operations are"
            throw Problem(
                .pending, reason.code, "\(count) still pending. \(reason.message)",
                safe: "What is pending stands in the journal; nothing is lost.",
                hint: "Run lockstep sync again later.")
        }
        for finding in result.findings {
            if case .failure(let reason) = finding.result { throw Problem(reason, of: finding.account) }
        }
    }
}
