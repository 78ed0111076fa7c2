package import Lifecycle

/// Tokens to be put in the place of others, and what is wanted of them.
package struct RotateRequest: Hashable, Sendable {
    /// Which tokens.
    package var tokens: TokenSelection
    /// The scopes that the new ones get, as a person writes them; none for those of the old ones.
    package var scopes: [String] = []
    /// Scopes that Lockstep does not know yet.
    package var unknownScopes: [String] = []
    /// Whether they may do everything, in place of scopes.
    package var isFullAccess = false
    /// When they expire, as a person writes it; `nil` for as long a life as the old ones had, or as their labels' policy says.
    package var expiry: String?
    /// How long the old ones are kept, as a person writes it; `nil` for what the policy says, or an hour.
    package var overlap: String?
    /// Whether an old one goes as soon as every reader that is known has the new one.
    package var endsWhenRead = false

    /// Chooses tokens; as it stands, the new ones are as the old ones were.
    package init(_ tokens: TokenSelection) { self.tokens = tokens }
}

/// Exactly the tokens that a rotation replaces, and by what, as the vault had them when it was planned.
package struct RotatePlan: Hashable, Sendable {
    /// One token, and the one that takes its place.
    package struct Step: Hashable, Sendable {
        /// The old one.
        package let token: TokenView
        /// The scopes of the new one.
        package let scopes: Scopes
        /// Its expiry.
        package let expiry: Expiry
        /// How long the old one is kept.
        package let overlap: Rotation.Overlap

        /// Joins them.
        package init(_ token: TokenView, scopes: Scopes, expiry: Expiry, overlap: Rotation.Overlap) {
            (self.token, self.scopes, self.expiry, self.overlap) = (token, scopes, expiry, overlap)
        }
    }

    /// In the order in which the tokens were named, or by label.
    package let steps: [Step]

    /// Takes the steps.
    package init(_ steps: [Step]) { self.steps = steps }
}

/// What became of a token that was to be rotated.
package struct Rotated: Hashable, Sendable {
    /// The token as it was.
    package let old: TokenView
    /// The one that its label names now; `nil` where the old one stays.
    package let new: TokenView?
    /// How long the old one is kept; `nil` where it is revoked, or stays.
    package let until: Instant?
    /// What is in the way: of the rotation, or of the old one's revocation where there is a new one.
    package let failure: Failure?

    /// Joins them.
    package init(_ old: TokenView, new: TokenView?, until: Instant?, _ failure: Failure?) {
        (self.old, self.new, self.until, self.failure) = (old, new, until, failure)
    }
}

extension RotateRequest: Request {
    package typealias Answer = RotatePlan
    package static var kind: RequestKind { .planRotation }
}

extension RotatePlan: Request {
    package typealias Answer = [Rotated]
    package static var kind: RequestKind { .rotate }
}
