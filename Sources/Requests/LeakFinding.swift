/// A token string that stands in a text, and where.
package struct LeakFinding: Hashable, Sendable {
    /// The file; `-` for standard input.
    package let file: String
    /// The line, from 1.
    package let line: Int
    /// The byte at which it begins, from 0, and how many it takes.
    package let offset: Int
    package let length: Int
    /// Whose string it is.
    package let mark: LeakMark
    /// How it is written, in words that scripts see; none where it is as it is.
    package let spelling: [String]
    /// So many characters stand behind the public beginning, where the whole string does not, or is not known.
    package let behind: Int?

    /// Joins all of it.
    package init(
        file: String, line: Int, offset: Int, length: Int, mark: LeakMark, spelling: [String], behind: Int?
    ) {
        (self.file, self.line, self.offset, self.length) = (file, line, offset, length)
        (self.mark, self.spelling, self.behind) = (mark, spelling, behind)
    }

    /// What a find means.
    package enum Meaning: String, Sendable, CaseIterable {
        /// A whole string of the vault: whoever reads the text has the token.
        case leaked
        /// What begins like a token at the provider of which no more is known.
        case likely
        /// What begins like a token of the vault: it is cut short, or another string.
        case similar
        /// A token that was revoked.
        case revoked
    }

    /// What it means.
    package var meaning: Meaning {
        switch mark.holder {
        case .revoked: .revoked
        case .remote: .likely
        case .token, .provisioning:
            if behind == nil { .leaked } else { mark.whole == nil ? .likely : .similar }
        }
    }

    /// Whether something has to be done about it.
    package var isLeak: Bool { meaning == .leaked || meaning == .likely }
}

/// What was not looked into: which file, and why.
package struct LeakGap: Hashable, Sendable {
    /// The file.
    package let file: String
    /// Why, in a word that scripts see.
    package let reason: String
    /// Why, in a sentence.
    package let message: String

    /// Joins all of it.
    package init(file: String, reason: String, message: String) {
        (self.file, self.reason, self.message) = (file, reason, message)
    }
}

/// What was looked through, in numbers.
package struct LeakCounts: Hashable, Sendable {
    /// Files that were looked through, and their bytes.
    package let files: Int
    package let bytes: Int
    /// Strings that were looked for.
    package let strings: Int
    /// Finds that are not told, since there are too many.
    package let more: Int

    /// Joins all of it.
    package init(files: Int, bytes: Int, strings: Int, more: Int) {
        (self.files, self.bytes, self.strings, self.more) = (files, bytes, strings, more)
    }
}
