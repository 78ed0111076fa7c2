internal import Lifecycle
package import Requests

extension Service {
    /// Puts a new provisioning token in the place of an account's: with the same scopes, and as long a life. What was begun before is
    /// brought to its end first; where that has put another one in its place, nothing more is done.
    package func rotate(_ request: RotateAccountRequest) throws(Failure) -> RotatedAccount {
        let account = try account(named: request.account)
        try permit(ChangeScope(), by: "rotate --account", of: account.name)
        if let done = try resume(account) { return done }
        let (former, identity) = try present(of: account)
        guard let label = AccountRotation.label(of: account.name) else { throw .accountInUse(account.name) }
        let expiry = try expiry(request.expiry, after: former)
        var failure: Failure?
        do throws(Failure) {
            try create(label, account) {
                AccountRotation(
                    subject(RecordID(), account.id, label), former: former, identity: identity, expiry: expiry
                )
            }
        } catch { failure = error }
        return try result(account, former, failure)
    }

    /// What there is of it once the account has another token; throws the failure where it has the same.
    private func result(
        _ before: Account, _ former: Token, _ failure: Failure?
    ) throws(Failure) -> RotatedAccount {
        let after = try account(named: before.name.text)
        if let failure, after.token?.id == nil || after.token?.id == former.id { throw failure }
        return RotatedAccount(after, former: former.id, failure)
    }

    /// Goes on with a rotation of the account that was stopped; `nil` where there is none, or none has come of it.
    private func resume(_ account: Account) throws(Failure) -> RotatedAccount? {
        let now = now
        let open = try reading { () throws(LedgerError) in try vault.operations() }.first {
            $0.operation is AccountRotation && $0.operation.subject.account == account.id
                && $0.operation.waiting.isUnfinished(at: now)
        }
        guard let open, let rotation = open.operation as? AccountRotation else { return nil }
        var outcome = Outcome.elsewhere
        try driver(for: [account.id]).resume([open]) { outcome = $1 }
        switch outcome {
        case .failed, .watching: return nil
        default: return try result(account, rotation.former, Failure(outcome, of: rotation, at: account))
        }
    }

    /// The account's token as the provider has it now. Throws where it cannot create or revoke itself.
    private func present(of account: Account) throws(Failure) -> (Token, Identity) {
        try requireHome(of: [account])
        let credential = try reading { () throws(LedgerError) in try vault.credential(of: account.id) }
        let identity: Identity
        do throws(Failure) { identity = try identify(credential.string, at: credential.address) } catch {
            throw error == .deadToken ? .provider(ProviderFailure(.deadCredential), account) : error
        }
        guard identity.scopes.covers(.only(["account": .readWrite])) else {
            throw .rotation(.cannotCreate(account.name))
        }
        guard let token = try itself(credential.string, at: credential.address) else {
            throw .rotation(.notListed(account.name))
        }
        return (token, identity)
    }

    /// When the new one expires: as asked for, else after as long a life as the former one was given.
    private func expiry(_ text: String?, after former: Token) throws(Failure) -> Expiry {
        if let text { return try TimeGrammar.expiry(text, now: now) }
        guard let end = former.expiry.moment, let begin = former.created else { return former.expiry }
        return .at(now.advanced(by: max(end.seconds - begin.seconds, 300)))
    }
}
