internal import Lifecycle
internal import Requests

/// What `sync` finished and found, in words: sentences, one a line.
struct SyncWords {
    let result: SyncResult
    let now: Instant

    /// All of it.
    var lines: [Remark] { operations + findings { _ in true } }

    /// What was done, and what could not be compared: a timer says nothing else.
    var done: [Remark] {
        operations
            + findings { finding in
                if case .failure = finding.result { true } else { false }
            }
    }

    private var operations: [Remark] {
        var lines = result.deposits.map { DepositWords(deposit: $0).remark }
        lines += result.lines.map { line in
            let reason = problem(line).map { ": \($0.message)" } ?? ""
            return Remark(
                "\(line.operation.words): \(line.state.words)\(reason)", needsLook: line.state == .pending)
        }
        if result.lines.count > 1 { lines.append(Remark(counts)) }
        return lines
    }

    private func findings(_ isWanted: (Sync.Finding) -> Bool) -> [Remark] {
        var lines: [Remark] = []
        for finding in result.findings where isWanted(finding) {
            let name = finding.account.name.text
            switch finding.result {
            case .success(let found): lines += words(found, of: name)
            case .failure(let reason):
                lines.append(Remark("\(name): \(Problem(reason).message)", needsLook: true))
            }
        }
        if result.findings.isEmpty { lines.append(Remark("The vault has no account yet.")) }
        if let restored = result.restored { lines += words(restored) }
        return lines
    }

    /// What was made since the copy that the vault was restored from.
    private func words(_ restored: SyncResult.Restoration) -> [Remark] {
        let unmanaged = result.findings.flatMap { (try? $0.result.get())?.unmanaged ?? [] }
        let made = restored.made(among: unmanaged).map { token in
            Remark(
                "  \(Printable.quoted(token.label)) (id \(token.id)) was created since the copy was made and is "
                    + "not in it: lockstep revoke --id \(token.id)", needsLook: true)
        }
        let end =
            restored.isOver
            ? "The restored vault was compared with the provider and hands out again."
            : "The restored vault hands out nothing until everything was compared: lockstep sync"
        return made + [Remark(end, needsLook: !restored.isOver)]
    }

    private var counts: String {
        let states = Dictionary(grouping: result.lines, by: \.state.words).sorted { $0.key < $1.key }
        let counts = states.map { "\($0.value.count) \($0.key)" }.joined(separator: ", ")
        return "\(result.lines.count) operations: \(counts)."
    }

    private func words(_ found: Reconciliation, of name: String) -> [Remark] {
        let (drifted, unmanaged) = (found.drifted.count, found.unmanaged.count)
        let counts =
            "\(name): \(found.managed.count + drifted) managed, \(unmanaged) made elsewhere, "
            + "\(found.gone.count) gone, "
            + "\(drifted) renamed elsewhere, \(found.orphaned.count) left behind, "
            + "\(found.underway.count) in progress"
        let listed = (found.managed + found.drifted).map(\.token) + found.unmanaged
        let flags = TokenFlag.summary(listed, now: now).map { "  \($0) (lockstep list --remote)" }
        let renamed = found.drifted.map { match in
            "  \(Printable.quoted(match.record.label.text)) is called \(Printable.quoted(match.token.label)) "
                + "at the provider (id \(match.token.id))"
        }
        let gone = found.gone.map { "  \(Printable.quoted($0.label.text)) (id \($0.token.id)) is not listed" }
        let details = (flags.map { [$0] } ?? []) + renamed + gone
        let isNear = listed.contains { TokenFlag.isNear($0.expiry, now: now) }
        let needsLook = isNear || !(renamed + gone).isEmpty || !found.orphaned.isEmpty
        // The counts say of which account the rest is.
        return ([counts] + details).map { Remark($0, needsLook: needsLook) }
    }

    /// What is pending; else what could not be compared; `nil` where all is well.
    var problem: Problem? {
        let pending = result.lines.filter { $0.state == .pending }
        if let first = pending.first, let reason = problem(first) {
            let count = pending.count == 1 ? "1 operation is" : "\(pending.count) operations are"
            return Problem(
                .pending, reason.code, "\(count) still pending. \(reason.message)",
                safe: "What is pending is in the journal; nothing is lost.",
                hint: "Run lockstep sync again later.")
        }
        for finding in result.findings {
            if case .failure(let reason) = finding.result { return Problem(reason, of: finding.account) }
        }
        return nil
    }

    private func problem(_ line: SyncResult.Line) -> Problem? { line.failure.map { Problem($0) } }
}

extension SyncResult.State {
    /// The state as people read it.
    fileprivate var words: String { self == .elsewhere ? "under way in another process" : rawValue }
}
