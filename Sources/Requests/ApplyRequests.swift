package import Lifecycle
package import Secrets

/// What would make the vault match a file.
package struct ApplyRequest: Request, Hashable {
    package typealias Answer = ApplyPlan
    package static let kind = RequestKind.planApplication
    /// The tokens as they should be.
    package let specs: [TokenSpec]
    /// Whether tokens that are not among them are revoked.
    package let prunes: Bool
    /// The account of tokens that name none, and the only one whose tokens are revoked; `nil` for any.
    package let account: String?
    /// Joins them.
    package init(_ specs: [TokenSpec], prunes: Bool, account: String?) {
        (self.specs, self.prunes, self.account) = (specs, prunes, account)
    }
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(specs, prunes, account)
    }
    /// Reads a request.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), prunes: try reader.value(), account: try reader.value())
    }
}

/// One thing that has to be done.
package struct ApplyStep: Hashable, Sendable {
    /// What is done, in the word that scripts see.
    package enum Action: String, Sendable, CaseIterable {
        case create, set, rotate, revoke
    }

    /// Why a token is rotated, in the word that scripts see.
    package enum Cause: String, Sendable, CaseIterable {
        case scopes, expiry
        /// It lives longer than its label's tokens should.
        case lifetime
        /// It has expired.
        case expired
    }

    /// What is done.
    package let action: Action
    /// To which label.
    package let label: Label
    /// The token as it is; `nil` for one that is created.
    package let before: TokenView?
    /// The token as it should be; `nil` for one that is revoked.
    package let spec: TokenSpec?
    /// Why it is rotated.
    package let causes: [Cause]
    /// The policy as it will be, where that changes; an empty one for none.
    package let policy: Policy?

    /// Joins them.
    package init(
        _ action: Action, _ label: Label, before: TokenView? = nil, spec: TokenSpec? = nil,
        causes: [Cause] = [], policy: Policy? = nil
    ) {
        (self.action, self.label, self.before) = (action, label, before)
        (self.spec, self.causes, self.policy) = (spec, causes, policy)
    }
}

/// Exactly what makes the vault match a file, as the vault was when that was planned.
package struct ApplyPlan: Hashable, Sendable {
    /// What is done, in this order: nothing is revoked before all else is done.
    package var steps: [ApplyStep]
    /// How many tokens are as they should be.
    package let unchanged: Int
    /// The account of tokens that name none.
    package let account: String?
    /// Operations that were interrupted: once they are finished or undone, other things may have to be done.
    package let interrupted: [PendingView]

    /// Joins them.
    package init(_ steps: [ApplyStep], unchanged: Int, account: String?, interrupted: [PendingView]) {
        (self.steps, self.unchanged, self.account) = (steps, unchanged, account)
        self.interrupted = interrupted
    }
}

extension ApplyPlan: Request {
    package typealias Answer = [Applied]
    package static var kind: RequestKind { .apply }
}

/// What became of a step.
package struct Applied: Hashable, Sendable {
    /// The step.
    package let step: ApplyStep
    /// What is in the way; `nil` where it is done, or was left out.
    package let failure: Failure?
    /// Whether it was not begun, since something before it is not done.
    package let isSkipped: Bool

    /// Joins them.
    package init(_ step: ApplyStep, _ failure: Failure? = nil, isSkipped: Bool = false) {
        (self.step, self.failure, self.isSkipped) = (step, failure, isSkipped)
    }
}
