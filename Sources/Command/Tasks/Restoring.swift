internal import Lifecycle
internal import Requests
internal import Secrets
internal import Service
internal import Wire

/// Makes a vault of a backup, and compares it with the provider.
struct Restoring {
    let context: Context
    let path: String
    let isAgreed: Bool

    func run() throws(Problem) {
        guard !context.door.isThere else {
            var problem = Problem(LedgerError(.exists).at(context.vaultInFull))
            let old = Printable.argument(context.vaultInFull)
            problem.hint =
                "Keep it aside: mv \(old) \(old).old (and the files beside it), or name another path with "
                + "--vault."
            throw problem
        }
        let checked = try context.checked(backup: path)
        switch checked.standing {
        case .unseen, .newest: break
        case .older, .forked: try agree(to: checked)
        }
        let entry = AuditEntry(
            .restored, time: context.now, label: "", detail: "change \(checked.report.counter)",
            caller: Callers.parent.caller, interface: .commandLine)
        do throws(LedgerError) {
            try context.door.restore(backup: path, with: checked.keyring, noting: entry)
            context.opened.ledger = try context.door.open(with: checked.keyring)
        } catch { throw Problem(error) }
        context.tellNotice()
        context.console.note(
            "Restored the vault to \(Printable.argument(context.vaultInFull)): \(checked.tokens) tokens, "
                + "as of change \(checked.report.counter).")
        try compare()
    }

    private func agree(to checked: borrowing CheckedBackup) throws(Problem) {
        try context.agree(
            isAgreed,
            [
                "  This backup is of \(checked.report.taken.local); \(checked.comparison).",
                "  Tokens created since are not in it. Those revoked since are purged.",
            ], "Restore it?", "restored")
    }

    /// Compares it with the provider; whatever comes of that, the vault is restored.
    private func compare() throws(Problem) {
        let bar = ProgressBar("finished", context.console)
        defer { bar.clear() }
        let service = try context.service(bar)
        let result: SyncResult
        do throws(Failure) { result = try service.sync(SyncRequest()) } catch { throw told(Problem(error)) }
        let words = SyncWords(result: result, now: context.now)
        if context.options.json {
            try context.console.print(result.json(context.wording, now: context.now, isRehearsal: false))
        } else {
            context.console.tell(words.lines)
        }
        if let problem = words.problem {
            throw result.restored?.isOver ?? true ? problem : told(problem)
        }
        guard let restored = result.restored, !restored.isOver else { return }
        throw Problem.notCompared
    }

    private func told(_ problem: Problem) -> Problem {
        var problem = problem
        problem.safe = "The vault is restored; it hands out nothing until it was compared with the provider."
        if !problem.hint.contains("lockstep sync") {
            problem.hint += (problem.hint.isEmpty ? "" : " ") + "Then: lockstep sync"
        }
        return problem
    }
}
