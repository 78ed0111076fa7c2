internal import Lifecycle
internal import Requests

/// A spec, once its words are read.
struct ReadSpec {
    let spec: TokenSpec
    let scopes: Scopes
    /// The expiry of a token that is made now.
    let expiry: Expiry
    private let now: Instant

    /// How much longer than its label's lifetime a token may live without being rotated for it: clocks and providers round.
    private static let slack: Int64 = 120

    /// Reads the spec at a place of its file. Throws `unusable`.
    init(_ spec: TokenSpec, at place: Int, now: Instant) throws(Failure) {
        (self.spec, self.now) = (spec, now)
        do throws(Failure) {
            scopes = try ScopeGrammar.scopes(
                of: CreateRequest(
                    spec.label, scopes: spec.scopes, isFullAccess: spec.isFullAccess, expiry: nil))
            expiry = try TimeGrammar.expiry(spec.expiry ?? spec.policy.lifetime, now: now)
            _ = try PolicyGrammar.policy(spec.policy, on: nil, now: now)
        } catch {
            guard case .unusable(let why) = error else { throw error }
            throw .unusable(.token(place, spec.label, why))
        }
    }

    /// What is to be decided for the label; `nil` where that is so already.
    func policy(after present: Policy?) throws(Failure) -> Policy? {
        var policy = try PolicyGrammar.policy(spec.policy, on: present, now: now)
        policy.others = present?.others ?? policy.others
        return policy == present ?? Policy() ? nil : policy
    }

    /// Why a token has to be rotated to be as it should.
    func causes(of record: Record, under rules: ProviderRules) -> [ApplyStep.Cause] {
        let token = record.token
        var causes: [ApplyStep.Cause] = rules.agree(token.scopes, with: scopes) ? [] : [.scopes]
        if token.expiry.hasPassed(at: now) {
            causes.append(.expired)
        } else if spec.expiry != nil {
            if !rules.agree(token.expiry, with: expiry) { causes.append(.expiry) }
        } else if let text = spec.policy.lifetime, let lifetime = TimeGrammar.duration(text) {
            let seconds = lifetime.after(record.sealed).seconds - record.sealed.seconds
            let most = record.sealed.advanced(by: seconds + ReadSpec.slack + seconds / 100)
            if token.expiry.moment.map({ $0 > most }) ?? true { causes.append(.lifetime) }
        }
        return causes
    }
}
