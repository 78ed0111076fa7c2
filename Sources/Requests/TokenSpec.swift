package import Lifecycle

/// A token as a file says that it should be, in the words of a person.
package struct TokenSpec: Hashable, Sendable {
    /// Its label.
    package var label: Label
    /// The name of its account; `nil` for the one that it is at, or else the only one.
    package var account: String?
    /// Its scopes: `linodes:rw`.
    package var scopes: [String] = []
    /// Whether it may do everything, in place of scopes.
    package var isFullAccess = false
    /// When it expires: a date, a moment, or `never`; `nil` where the policy has a lifetime.
    package var expiry: String?
    /// All that is decided for its label.
    package var policy = PolicyWords()

    /// Starts a spec.
    package init(_ label: Label) {
        self.label = label
        policy.isCleared = true
    }

    /// The most that one file may have.
    package static let most = 10_000
}

/// What is wrong with a file of specs, and with which of them.
package struct SpecFlaw: Error, Hashable, Sendable {
    /// What is wrong.
    package enum Fault: Hashable, Sendable {
        /// It is no JSON from a character on.
        case malformed(line: Int, column: Int)
        /// It is no object with a version and a list of tokens.
        case form
        /// It is of another version.
        case version
        /// It has more tokens than a file may have.
        case tooMany
        /// It names something that no file has.
        case unknownKey(String)
        /// It does not say something that it has to.
        case missing(String)
        /// It says something in another form than it has to.
        case type(String)
        /// No label can be like that.
        case label(String, Label.Problem)
        /// Another token of the file has its label.
        case duplicate
        /// It has both an expiry and a lifetime, or neither.
        case expiryAndLifetime
        /// Its expiry is a length of time.
        case relative(String)
    }

    /// Which of the tokens, from 1 on; `nil` for the file as a whole.
    package let place: Int?
    /// Its label, where it has one.
    package let label: Label?
    /// What is wrong.
    package let fault: Fault

    /// Joins them.
    package init(_ fault: Fault, at place: Int? = nil, _ label: Label? = nil) {
        (self.fault, self.place, self.label) = (fault, place, label)
    }
}
