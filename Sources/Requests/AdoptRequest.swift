package import Lifecycle

/// A token that was made elsewhere and is to be sealed.
package struct AdoptRequest: Hashable, Sendable {
    /// Its label here, and from then on there.
    package var label: Label
    /// What names it; `nil` where its string does.
    package var name: RemoteName?
    /// The name of the account; `nil` for the only one.
    package var account: String?

    /// Describes what is asked for.
    package init(_ label: Label, _ name: RemoteName?, account: String? = nil) {
        (self.label, self.name, self.account) = (label, name, account)
    }
}

/// An adoption that wants nothing more than the token string.
package struct AdoptPlan: Hashable, Sendable {
    /// The label.
    package let label: Label
    /// The account.
    package let account: Account
    /// The token's id; `nil` where its string has to say it.
    package let id: TokenID?

    /// Joins them.
    package init(_ label: Label, _ account: Account, id: TokenID?) {
        (self.label, self.account, self.id) = (label, account, id)
    }
}

/// What came of an adoption.
package struct Adopted: Hashable, Sendable {
    /// The token.
    package let token: TokenView
    /// Why it keeps its label at the provider; `nil` where it has the new one.
    package let keptLabel: Reason?

    /// Joins them.
    package init(_ token: TokenView, keptLabel: Reason?) { (self.token, self.keptLabel) = (token, keptLabel) }
}
