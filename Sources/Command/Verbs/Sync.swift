internal import Lifecycle

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

    /// How one operation ended, or where it stands, as scripts see it.
    private enum State: String {
        case done, undone, kept, watching, pending
        /// Not looked at, in a dry run.
        case open
    }

    /// One operation, and what is in its way.
    private struct Line {
        let operation: any StateMachine
        let state: State
        let reason: Problem?
    }

    func run() throws(Problem) {
        let ledger = try context.ledger()
        var lines: [Line] = []
        try context.requireHome(of: try vault { () throws(LedgerError) in try ledger.accounts() })
        let bar = ProgressBar("finished", context.console)
        let sync = Sync(
            ledger: ledger, provider: context.provider, clock: context.tools.clock, settle: context.settle,
            dueOnly: context.options.due, watcher: { bar.show($0) }
        ) { if let line = line($0, $1) { lines.append(line) } }
        let findings: [Sync.Finding]
        if context.options.dryRun {
            lines = try vault { () throws(LedgerError) in try ledger.operations() }.map {
                Line(
                    operation: $0.operation, state: $0.operation.waiting == .listing ? .watching : .open,
                    reason: nil)
            }
            findings = try vault { () throws(LedgerError) in try sync.rehearse() }
        } else {
            findings = try vault { () throws(LedgerError) in try sync.run() }
        }
        bar.clear()
        for finding in findings {
            guard let found = try? finding.result.get() else { continue }
            context.warn(of: found.unreadable, finding.account.name)
        }
        if context.options.json {
            try context.console.print(json(lines, findings))
        } else {
            tell(lines, findings)
        }
        try complain(lines, findings)
    }

    private func line(_ operation: any StateMachine, _ outcome: Outcome) -> Line? {
        let state: State
        switch outcome {
        case .done: state = .done
        case .failed: state = .undone
        case .kept: state = .kept
        case .watching: state = .watching
        // What a timer leaves alone until its next try is due is pending all the same.
        case .pending, .resting: state = .pending
        // Whoever has it tells of it.
        case .elsewhere, .endedElsewhere: return nil
        }
        // A listing was stale: the token lives and is kept.
        let problem = outcome == .kept(.stillAlive) ? nil : outcome.problem(of: operation)
        return Line(operation: operation, state: state, reason: problem)
    }

    // MARK: For people

    private func tell(_ lines: [Line], _ findings: [Sync.Finding]) {
        for line in lines {
            let reason = line.reason.map { ": \($0.message)" } ?? ""
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

    // MARK: For scripts

    private func json(_ lines: [Line], _ findings: [Sync.Finding]) -> JSON {
        .object([
            ("version", 1), ("dryRun", .bool(context.options.dryRun)),
            (
                "operations",
                .array(
                    lines.map { line in
                        .object([
                            ("operation", .text(line.operation.name)),
                            ("label", .text(line.operation.subject.label.text)),
                            ("id", line.operation.unmanagedToken.map { .id($0) } ?? .null),
                            ("outcome", .text(line.state.rawValue)),
                            ("reason", .optional(line.reason?.code.rawValue)),
                        ])
                    })
            ),
            ("accounts", .array(findings.map(json))),
        ])
    }

    private func json(_ finding: Sync.Finding) -> JSON {
        let name = JSON.Member(name: "account", value: .text(finding.account.name.text))
        switch finding.result {
        case .failure(let reason):
            return .object([name, JSON.Member(name: "error", value: .text(Problem(reason).code.rawValue))])
        case .success(let found):
            func ids(_ tokens: [Token]) -> JSON { .array(tokens.map { .id($0.id) }) }
            return .object([
                name, .init(name: "managed", value: ids((found.managed + found.drifted).map(\.token))),
                .init(name: "drifted", value: ids(found.drifted.map(\.token))),
                .init(name: "unmanaged", value: ids(found.unmanaged)),
                .init(name: "gone", value: ids(found.gone.map(\.token))),
                .init(name: "orphaned", value: ids(found.orphaned)),
                .init(name: "underway", value: ids(found.underway)),
                .init(
                    name: "unreadable",
                    value: .array(found.unreadable.map { $0.id.map { .id($0) } ?? .null })),
                .init(name: "flags", value: flags(found)),
                .init(name: "error", value: .null),
            ])
        }
    }

    private func flags(_ found: Reconciliation) -> JSON {
        let listed = (found.managed + found.drifted).map(\.token) + found.unmanaged
        return .object(
            TokenFlag.allCases.map { flag in
                let ids = listed.filter { TokenFlag.of($0, now: context.now).contains(flag) }.map(\.id)
                return .init(name: flag.rawValue, value: .array(ids.map { .id($0) }))
            })
    }

    /// What is pending is told by the exit code; then what could not be compared.
    private func complain(_ lines: [Line], _ findings: [Sync.Finding]) throws(Problem) {
        let pending = lines.filter { $0.state == .pending }
        if let first = pending.first, let reason = first.reason {
            let count = pending.count == 1 ? "1 operation is" : "\(pending.count) operations are"
            throw Problem(
                .pending, reason.code, "\(count) still pending. \(reason.message)",
                safe: "What is pending stands in the journal; nothing is lost.",
                hint: "Run lockstep sync again later.")
        }
        for finding in findings {
            if case .failure(let reason) = finding.result { throw Problem(reason, of: finding.account) }
        }
    }
}
