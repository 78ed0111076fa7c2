/// What the provider lists: the tokens, and those of which it shows too little.
package struct TokenListing: Hashable, Sendable {
    /// The tokens.
    package var tokens: [Token]
    /// Listed too, and not understood.
    package var unreadable: [UnreadableToken]

    /// Describes a listing.
    package init(_ tokens: [Token], unreadable: [UnreadableToken] = []) {
        (self.tokens, self.unreadable) = (tokens, unreadable)
    }
}

/// A listed token that cannot be understood. It is left alone, and so is its record: it exists, and nothing more is known.
package struct UnreadableToken: Hashable, Sendable {
    /// What is wrong with the description of a token, or of a user.
    package enum Flaw: UInt8, Error, Sendable, CaseIterable {
        /// A field is missing, or is of another kind than documented.
        case field = 1
        /// A text is longer than any that the provider takes.
        case length = 2
        /// A text repeats a piece of the credential that asked, and must not be shown.
        case echo = 3

        /// The flaw, after "The answer" or "The token".
        package var words: String {
            switch self {
            case .field: "lacks a field, or has one of another kind"
            case .length: "has a text that is longer than any the provider takes"
            case .echo: "repeats a piece of the credential that asked, and is not shown"
            }
        }
    }

    /// Its id, where that can be read.
    package var id: TokenID?
    /// What is wrong.
    package var flaw: Flaw

    /// Describes a token that cannot be understood.
    package init(id: TokenID?, _ flaw: Flaw) { (self.id, self.flaw) = (id, flaw) }
}
