internal import Lifecycle
internal import Requests

// A deposit whose depositor was stopped before the token was under its label.

extension DepositTaking {
    /// Has the vault's own journal look for what carries the attempt's nonce, remove it, and watch for a request that arrives late.
    func undo(_ known: Known, _ view: DepositView) -> End {
        var view = view
        guard let asked = view.label else {
            view.flaw = .malformed
            return End(view: view, isOver: false)
        }
        // The log names the depositor, where the label is none of its own.
        let isOwn = ListFilter.fits(asked.text, [known.depositor.labels])
        let (nonce, label) = (known.content.nonce, isOwn ? asked : known.depositor.name)
        do throws(Failure) {
            if try isKnown(nonce) { return End(view: nil, isOver: true) }
            guard try watched < DepositTaking.mostWatched else {
                view.flaw = .tooMany
                return End(view: view, isOver: false)
            }
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

    /// So many requests that may still arrive are watched for at one time; each costs some looks at the provider.
    private static let mostWatched = 32

    private var watched: Int {
        get throws(Failure) {
            try service.reading { () throws(LedgerError) in
                try service.vault.operations().count { $0.operation.waiting == .listing }
            }
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
