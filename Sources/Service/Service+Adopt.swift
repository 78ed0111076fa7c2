internal import Lifecycle
package import Requests
package import Secrets

extension Service {
    /// Finds out what can be found out before anybody is asked for the token string; changes nothing.
    package func plan(adopting request: AdoptRequest) throws(Failure) -> AdoptPlan {
        let account = try account(named: request.account)
        guard let name = request.name else { return AdoptPlan(request.label, account, id: nil) }
        let id = try find(name, of: account)
        try requireForeign(id, account, for: .adoption)
        return AdoptPlan(request.label, account, id: id)
    }

    /// Seals a token string, once the provider has shown that it belongs to the token; the token gets its label there, too.
    package func adopt(_ plan: AdoptPlan, string: consuming SecretBytes) throws(Failure) -> Adopted {
        try permit(ChangeScope(), by: "adopt", of: plan.label)
        let account = plan.account
        let id: TokenID
        if let named = plan.id { id = named } else { id = try find(string, of: account) }
        try requireForeign(id, account, for: .adoption)
        try permit(adopting: id, of: account, as: plan.label)
        let adoption = Adoption(subject(RecordID(), account.id, plan.label), token: id)
        let ended = try driver(for: [account.id]).run(adoption, string: string)
        switch ended.outcome {
        // A token that is sealed and works is kept, even when the provider did not take its new label.
        case .kept(let reason): return Adopted(try view(of: record(plan.label)), keptLabel: reason)
        case .failed(.ledger(let error)) where error.code == .conflict:
            throw .inUse(plan.label, isReserved: error.part == .reservation)
        case .done, .doneUntil, .failed, .watching, .pending, .resting, .elsewhere, .endedElsewhere:
            if let failure = Failure(ended.outcome, of: ended.operation, at: account) { throw failure }
            return Adopted(try view(of: record(plan.label)), keptLabel: nil)
        }
    }

    /// Throws where the token is more than the agent may create: adopted, it would be handed to whoever asks the agent, too.
    private func permit(adopting id: TokenID, of account: Account, as label: Label) throws(Failure) {
        guard let authority = conditions.authority, !authority.isProven,
            !(try changeSettings().ceiling.isEmpty)
        else { return }
        let found = try token(id, of: account)
        let scope = ChangeScope(sealing: ChangeScope.Sealed(found.scopes, until: found.expiry))
        try permit(scope, by: "adopt", of: label)
    }
}
