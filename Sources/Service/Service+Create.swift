package import Lifecycle
package import Requests

extension Service {
    /// How often a token is asked for, as long as it is certain that the attempt before left nothing behind.
    static var attempts: Int { 3 }

    /// Creates a token at the provider and seals it; returns it as the vault has it.
    package func create(_ request: CreateRequest) throws(Failure) -> TokenView {
        let scopes = try ScopeGrammar.scopes(of: request)
        let expiry = try TimeGrammar.expiry(request.living, now: now)
        let policy = try policy(of: request)
        try permit(
            ChangeScope(sealing: ChangeScope.Sealed(scopes, until: expiry), lifetime: policy?.lifetime),
            by: "create", of: request.label)
        let account = try account(named: request.account)
        try create(request.label, account) {
            var creation = Creation(
                subject(RecordID(), account.id, request.label), scopes: scopes, expiry: expiry)
            creation.policy = policy
            return creation
        }
        return TokenView(try record(request.label), account: account.name.text)
    }

    /// Throws what makes a request unusable, before anything is opened.
    package static func check(_ request: CreateRequest, now: Instant) throws(Failure) {
        _ = try ScopeGrammar.scopes(of: request)
        _ = try TimeGrammar.expiry(request.living, now: now)
        try PolicyGrammar.check(request.policy, now: now)
    }

    /// What is decided for the new token's label; `nil` where nothing was said, and what may have been kept for it stays.
    private func policy(of request: CreateRequest) throws(Failure) -> Policy? {
        guard !request.policy.isEmpty else { return nil }
        return try PolicyGrammar.policy(request.policy, on: try kept(for: request.label), now: now)
    }

    /// Runs an operation that creates a token, a new one for each attempt, as long as it is certain that the one before left nothing
    /// behind.
    func create(_ label: Label, _ account: Account, _ begin: () -> any StateMachine) throws(Failure) {
        let driver = try driver(for: [account.id])
        var last = Reason.unknownOutcome
        for attempt in 1...Service.attempts {
            let ended = driver.run(begin())
            switch ended.outcome {
            case .done, .doneUntil: return
            case .failed(.ledger(let error)) where error.code == .conflict:
                guard [.label, .reservation].contains(error.part) else { throw .overtaken(label) }
                throw .inUse(label, isReserved: error.part == .reservation)
            case .watching(let reason) where !reason.isFromProvider:
                last = reason
                if attempt < Service.attempts { hear(.again(reason)) }
            case .failed, .kept, .watching, .pending, .resting, .elsewhere, .endedElsewhere:
                throw Failure(ended.outcome, of: ended.operation, at: account) ?? .overtaken(label)
            }
        }
        throw .unfinished(last, .over, nil)
    }
}
