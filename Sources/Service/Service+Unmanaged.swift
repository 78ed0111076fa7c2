internal import Lifecycle
package import Requests

extension Service {
    /// Says which token a name leads to that is in no vault; changes nothing.
    package func plan(
        revoking name: RemoteName, account: String?
    ) throws(Failure) -> UnmanagedPlan {
        let account = try self.account(named: account)
        try requireHome(of: [account])
        let id = try find(name, of: account)
        try requireForeign(id, account, for: .revocation)
        return UnmanagedPlan(account, try token(id, of: account))
    }

    /// Deletes the token that was planned; one that is in the journal already is taken up.
    package func revoke(_ plan: UnmanagedPlan) throws(Failure) {
        try permit(ChangeScope(), by: "revoke of unmanaged \(plan.token.id.text)")
        let (account, id) = (plan.account, plan.token.id)
        try requireForeign(id, account, for: .revocation)
        let driver = try driver(for: [account.id])
        let open = try reading { () throws(LedgerError) in try vault.operations() }.filter {
            ($0.operation as? UnmanagedRevocation)?.token == id && $0.operation.subject.account == account.id
        }
        var failure: Failure?
        if open.isEmpty {
            let ended = driver.run(
                UnmanagedRevocation(subject(RecordID(), account.id, account.name), token: id))
            failure = Failure(ended.outcome, of: ended.operation, at: account)
        } else {
            driver.resume(open) { failure = failure ?? Failure($1, of: $0, at: account) }
        }
        if let failure { throw failure }
    }
}
