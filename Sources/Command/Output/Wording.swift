internal import Lifecycle
internal import Requests

extension Context {
    /// The words of the command line, for answers that carry them.
    var wording: Wording {
        let (now, vault) = (now, places.vault)
        return Wording(
            failure: { Problem($0).words },
            pending: { PendingRow(view: $0, now: now, vault: vault).problem.words },
            log: AuditWords.words)
    }
}
