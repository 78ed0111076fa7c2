package import Lifecycle

/// A token string that was found where another tool keeps it, and what became of it. The string is no part of this.
package struct ImportedString: Hashable, Sendable {
    /// What became of one, in a word that scripts see.
    package enum Fate: String, Sendable, CaseIterable {
        /// It is in the vault now.
        case sealed
        /// It would be.
        case ready
        /// It was in the vault before, under the label that is told.
        case known
        /// It is an account's own.
        case provisioning
        /// The provider refuses it.
        case dead
        /// It is of another user at the provider, whom no account is.
        case foreign
        /// It is alive, and the provider does not list it.
        case unlisted
        /// Its file names another host than that of any account.
        case elsewhere
        /// What stands there is no token string.
        case odd
        /// It was not sealed, for a reason that is told.
        case failed
        /// It was not tried, since the one before failed.
        case skipped
    }

    /// The file, or the entry that it was read from.
    package let source: String
    /// What it stands under.
    package let name: String
    /// The line, from 1.
    package let line: Int
    /// What became of it.
    package var fate: Fate
    /// The label that it has, or was to have.
    package var label: String?
    /// The account's name.
    package var account: String?
    /// The token as the provider lists it.
    package var token: Token?
    /// The user at the provider whose it is, where no account is that user.
    package var user: String?
    /// Whether it was taken out of its file.
    package var isTaken = false
    /// Why it was not sealed, in a word that scripts see.
    package var reason: String?

    /// One that was found.
    package init(source: String, name: String, line: Int, _ fate: Fate) {
        (self.source, self.name, self.line, self.fate) = (source, name, line, fate)
    }

    /// Whether it is alive, and not in the vault.
    package var isLeft: Bool { [.foreign, .unlisted, .elsewhere, .failed, .skipped].contains(fate) }
}
