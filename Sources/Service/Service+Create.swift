package import Lifecycle
package import Requests

extension Service {
    /// How often a token is asked for, as long as it is certain that the attempt before left nothing behind.
    private static var attempts: Int { 3 }

    /// Creates a token at the provider and seals it; returns it as the vault has it.
    package func create(_ request: CreateRequest) throws(Failure) -> TokenView {
        let scopes = try ScopeGrammar.scopes(of: request)
        let expiry = try TimeGrammar.expiry(request.expiry, now: now)
        try permit(
            ChangeScope(sealing: ChangeScope.Sealed(scopes, until: expiry)), by: "create", of: request.label
        )
        let account = try account(named: request.account)
        try create(request.label, scopes, expiry, account)
        return TokenView(try record(request.label), account: account.name.text)
    }

    /// Throws what makes a request unusable, before anything is opened.
    package static func check(_ request: CreateRequest, now: Instant) throws(Failure) {
        _ = try ScopeGrammar.scopes(of: request)
        _ = try TimeGrammar.expiry(request.expiry, now: now)
    }

    private func create(
        _ label: Label, _ scopes: Scopes, _ expiry: Expiry, _ account: Account
    ) throws(Failure) {
        let driver = try driver(for: [account.id])
        var last = Reason.unknownOutcome
        for attempt in 1...Service.attempts {
            let ended = driver.run(
                Creation(subject(RecordID(), account.id, label), scopes: scopes, expiry: expiry))
            switch ended.outcome {
            case .done: return
            case .failed(.ledger(let error)) where error.code == .conflict:
                guard [.label, .reservation].contains(error.part) else { throw .overtaken(label) }
                throw .inUse(label, isReserved: error.part == .reservation)
            case .watching(let reason) where !reason.isFromProvider:
                last = reason
                if attempt < Service.attempts { hear(.again(reason)) }
            case .doneUntil, .failed, .kept, .watching, .pending, .resting, .elsewhere, .endedElsewhere:
                throw Failure(ended.outcome, of: ended.operation, at: account) ?? .overtaken(label)
            }
        }
        throw .unfinished(last, .over, nil)
    }
}
