internal import Requests

/// Exactly the tokens that are to be revoked, as the vault had them when that was planned.
public struct RevocationPlan: Hashable, Sendable {
    let plan: RevokePlan

    /// The tokens, with their ids at the provider.
    public var tokens: [TokenInfo] { plan.tokens.map { TokenInfo($0) } }

    init(_ plan: RevokePlan) { self.plan = plan }
}
