package import Lifecycle
package import Requests

// Tokens for one run.

extension Service {
    /// Creates a token for the process that holds it; returns it as the vault has it.
    package func mint(_ request: MintRequest) throws(Failure) -> TokenView {
        let label = request.token.label
        let scopes = try ScopeGrammar.scopes(of: request.token)
        let expiry = try Service.expiry(of: request.token, now: now)
        try permit(
            ChangeScope(sealing: ChangeScope.Sealed(scopes, until: expiry)), by: "run --mint", of: label)
        let account = try account(named: request.token.account)
        // Beside another file of locks it would be revoked by whoever looks next.
        let standing = try reading { () throws(LedgerError) in try vault.standing(of: request.holder) }
        guard standing != .gone else { throw .vault(LedgerError(.replaced, .lock)) }
        try create(label, account) {
            Lease(
                subject(RecordID(), account.id, label), scopes: scopes, expiry: expiry,
                holder: request.holder)
        }
        let record = try record(label)
        guard record.state == .active else { throw .overtaken(label) }
        return TokenView(record, account: account.name.text)
    }

    /// Throws what makes a request unusable, before anything is opened.
    package static func check(minting token: CreateRequest, now: Instant) throws(Failure) {
        _ = try ScopeGrammar.scopes(of: token)
        _ = try expiry(of: token, now: now)
    }

    private static func expiry(of token: CreateRequest, now: Instant) throws(Failure) -> Expiry {
        let expiry = try TimeGrammar.expiry(token.expiry ?? MintRequest.usualExpiry, now: now)
        guard expiry != .never else { throw .unusable(.time(.endless)) }
        return expiry
    }

    /// Revokes and purges the token of a lease, as its holder asks for: that was permitted when it was made. Throws what is in the way.
    package func end(_ request: EndLeaseRequest) throws(Failure) {
        let found = try reading { () throws(LedgerError) in try vault.operations() }.filter {
            guard let lease = $0.operation as? Lease else { return false }
            return lease.subject.record == request.record && lease.holder.number == request.number
        }
        if let account = found.first?.operation.subject.account {
            var failure: Failure?
            let place = try accounts().first { $0.id == account }
            try driver(for: [account]).resume(found) { failure = Failure($1, of: $0, at: place) }
            if let failure { throw failure }
        }
        // Where somebody else revokes it, that may still be on its way.
        let record = try reading { () throws(LedgerError) in try vault.record(request.record) }
        guard record == nil || record?.state == .gone else { throw .elsewhere }
    }
}
