package import Lifecycle

/// Which tokens are listed.
package struct ListRequest: Hashable, Sendable {
    /// Only those of the account of this name; `nil` for any.
    package var account: String?
    /// Tombstones, too.
    package var isAll: Bool
    /// Only tokens that expire within this time, as a person writes it.
    package var expiring: String?
    /// Only tokens whose expiry has passed.
    package var isExpired: Bool
    /// Only tokens whose label one of these patterns fits, as shells write them; none for any.
    package var patterns: [String]
    /// In which order.
    package var order: Order
    /// Only tokens whose label has all of these tags.
    package var tags: [String]
    /// Only tokens whose label has this owner; `nil` for any.
    package var owner: String?

    /// The orders that there are, in the words that people use.
    package enum Order: String, Sendable, CaseIterable {
        case label
        /// What expires first, first; what never does, last.
        case expiry
        /// The oldest first.
        case created
    }

    /// Describes what is asked for.
    package init(
        account: String? = nil, isAll: Bool = false, expiring: String? = nil, isExpired: Bool = false,
        patterns: [String] = [], order: Order = .label, tags: [String] = [], owner: String? = nil
    ) {
        (self.account, self.isAll, self.expiring) = (account, isAll, expiring)
        (self.isExpired, self.patterns, self.order) = (isExpired, patterns, order)
        (self.tags, self.owner) = (tags, owner)
    }
}

/// What is told with a listing of the vault's tokens.
package struct ListNotes: Hashable, Sendable {
    /// Operations that are not finished.
    package let pending: [PendingView]
    /// The accounts of the listing.
    package let accounts: [Account]

    /// Joins them.
    package init(_ pending: [PendingView], _ accounts: [Account]) {
        (self.pending, self.accounts) = (pending, accounts)
    }

    /// The accounts whose provisioning token expires soon, or has expired: how soon is soon, only the asker knows.
    package func expiring(at now: Instant) -> [Account] {
        accounts.filter { TokenFlag.isNear($0, now: now) }
    }
}

/// A token at the provider, and what Lockstep knows of it.
package struct RemoteTokenView: Hashable, Sendable {
    /// Whose a token is, in the word that listings have.
    package enum Standing: String, Sendable, CaseIterable {
        case managed = "yes"
        case unmanaged = "no"
        case renamed
        /// Made by Lockstep, for an operation that is over.
        case leftBehind = "left behind"
        case underWay = "under way"
        /// Revoked; the listing is behind.
        case revoked
        /// In the vault, and not listed any more.
        case gone
        /// An account's own.
        case provisioning
    }

    /// The token.
    package let token: Token
    /// The account that sees it.
    package let account: Label
    /// Whose it is.
    package let standing: Standing

    /// Joins them.
    package init(_ token: Token, account: Label, _ standing: Standing) {
        (self.token, self.account, self.standing) = (token, account, standing)
    }
}
