package import Lifecycle

/// A deposit, and what became of it.
package struct DepositView: Hashable, Sendable {
    /// What became of it, in the word that scripts see.
    package enum State: String, Sendable, CaseIterable {
        /// Its token is in the vault.
        case taken
        /// It was interrupted before its token string was there: what it may have left at the provider is gone, or on watch.
        case undone
        /// The journal has it, and `sync` goes on with it.
        case pending
        /// Not looked at, in a rehearsal.
        case waiting
        /// It stays where it is.
        case left
    }

    /// Its file.
    package let file: String
    /// Who has deposited it, where that is known.
    package var depositor: Label?
    /// The label that the token is to have.
    package var label: Label?
    /// The provider's id of the token.
    package var token: TokenID?
    /// What became of it.
    package var state: State
    /// Why it was not taken in.
    package var flaw: DepositFlaw?
    /// What is in its way.
    package var failure: Failure?

    /// Describes one that stays where it is.
    package init(_ file: String, _ flaw: DepositFlaw?) {
        (self.file, self.flaw, state) = (file, flaw, .left)
    }
}

/// Why the depositors of a vault were not changed.
package enum DepositorFlaw: Hashable, Sendable {
    /// There is none of that name.
    case none(String)
    /// Another one has that name, or that key.
    case taken(Label)
    /// The vault has as many as it can have.
    case tooMany
}
