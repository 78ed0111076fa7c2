internal import Lifecycle
internal import Requests
internal import Secrets

// A deposit that has its token string.

extension DepositTaking {
    /// Seals the token, once the account has shown it; the driver proves that the string is its own.
    func adopt(_ known: Known, _ string: consuming SecretBytes?, _ view: DepositView) -> End {
        var view = view
        guard let record = known.content.record, let string else {
            view.flaw = .malformed
            return End(view: view, isOver: false)
        }
        do throws(Failure) {
            if try isKnown(record, known.account) { return End(view: nil, isOver: true) }
            view.flaw = try flaw(of: record, known)
            guard view.flaw == nil else { return End(view: view, isOver: false) }
            let deposit = Adoption.Deposit(by: known.depositor.name, nonce: record.nonce)
            let subject = service.subject(RecordID(), known.account.id, record.label)
            let ended = try service.driver(for: [known.account.id]).run(
                Adoption(subject, token: record.token.id, deposit: deposit), string: string)
            view.failure = Failure(ended.outcome, of: ended.operation, at: known.account)
            let isSealed = (try? service.vault.record(subject.record)) != nil
            if isSealed { view.state = ended.outcome.isPending ? .pending : .taken }
            return End(view: view, isOver: isSealed)
        } catch {
            view.failure = error
            return End(view: view, isOver: false)
        }
    }

    /// Whether the vault has had the token already, whatever became of it since.
    private func isKnown(_ record: Record, _ account: Account) throws(Failure) -> Bool {
        let kin = Set(accounts.filter { $0.isSameUser(as: account) }.map(\.id))
        return try service.reading { () throws(LedgerError) in
            try service.vault.records().contains {
                $0.token.id == record.token.id && kin.contains($0.account)
            }
        }
    }

    /// Why the token is not to be had under its label; `nil` where it is, as far as can be told without its string.
    private func flaw(of record: Record, _ known: Known) throws(Failure) -> DepositFlaw? {
        let (label, id, account) = (record.label, record.token.id, known.account)
        guard ListFilter.fits(label.text, [known.depositor.labels]) else { return .otherLabel }
        let isNew = try service.reading { () throws(LedgerError) in
            guard try service.vault.policy(of: label) == nil else { return false }
            // One that is gone, too: whoever asks for the label expects what its owner made.
            return try !service.vault.records().contains { $0.label == label }
        }
        guard isNew else { return .labelInUse }
        let found: Token
        do throws(Failure) { found = try service.token(id, of: account) } catch .noRemoteToken {
            return .absent
        }
        try service.requireForeign(id, account, for: .adoption)
        let rules = service.provider.rules(at: account.home)
        let isSame =
            rules.agree(found.scopes, with: record.token.scopes)
            && rules.agree(found.expiry, with: record.token.expiry)
        return isSame ? nil : .otherwise
    }
}

extension Outcome {
    fileprivate var isPending: Bool { if case .pending = self { true } else { false } }
}
