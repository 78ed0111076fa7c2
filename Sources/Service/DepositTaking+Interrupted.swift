internal import Lifecycle
internal import Requests

// A deposit whose depositor was stopped before the token was under its label.

extension DepositTaking {
    /// Has the vault's own journal look for what carries the attempt's nonce, remove it, and watch for a request that arrives late.
    func undo(_ known: Known, _ view: DepositView) -> End {
        var view = view
        guard let nonce = known.creation?.nonce ?? known.content.record?.nonce, let label = view.label else {
            view.flaw = .malformed
            return End(view: view, isOver: false)
        }
        do throws(Failure) {
            if try isKnown(nonce) { return End(view: nil, isOver: true) }
            let subject = service.subject(RecordID(), known.account.id, label)
            let ended = try service.driver(for: [known.account.id]).run(
                Creation(subject, searchingFor: nonce))
            switch ended.outcome {
            // Nothing was written: the file is all that is known of it.
            case .failed:
                view.failure = Failure(ended.outcome, of: ended.operation, at: known.account)
                return End(view: view, isOver: false)
            case .pending, .resting:
                view.failure = Failure(ended.outcome, of: ended.operation, at: known.account)
                view.state = .pending
            case .done, .doneUntil, .kept, .watching, .elsewhere, .endedElsewhere: view.state = .undone
            }
            return End(view: view, isOver: true)
        } catch {
            view.failure = error
            return End(view: view, isOver: false)
        }
    }

    /// Whether the vault knows the attempt: it looks for it already, or has its token.
    private func isKnown(_ nonce: Nonce) throws(Failure) -> Bool {
        try service.reading { () throws(LedgerError) in
            if try service.vault.operations().contains(where: { $0.operation.provisionalNonce == nonce }) {
                return true
            }
            return try service.vault.records().contains { $0.nonce == nonce }
        }
    }
}
