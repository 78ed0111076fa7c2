package import Lifecycle
package import Secrets

/// What token strings are recognised by in a text. Whoever looks through texts asks for it, and sees no string: it is no hand-out.
package struct LeakMarksRequest: PlainRequest, StreamedRequest {
    package typealias Answer = LeakKey
    package typealias Part = LeakMark
    package static let kind = RequestKind.leakMarks
    package init() {}
}

/// The key of all marks of an answer, drawn for it. It is no secret: a string has far more characters that are not public than anybody
/// can try.
package struct LeakKey: Hashable, Sendable, Coded {
    /// Its size, in bytes.
    package static let size = 32
    /// The key.
    package let bytes: [UInt8]

    /// Takes a key.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    /// Writes the key.
    package func encode(to writer: inout Writer) { writer.bytes(bytes) }
    /// Reads the key.
    package init(from reader: inout Reader) throws(SecretsError) { bytes = try reader.bytes() }
}

/// What one token string is recognised by, and whose it is.
package struct LeakMark: Hashable, Sendable {
    /// Whose a string is.
    package enum Holder: UInt8, Sendable, CaseIterable, Coded {
        /// A token of the vault.
        case token = 1
        /// An account's provisioning token.
        case provisioning = 2
        /// A token that was revoked: of its string nothing is left but the beginning, in the receipt.
        case revoked = 3
        /// A token at the provider that is not in the vault.
        case remote = 4
    }

    /// Whose it is.
    package let holder: Holder
    /// The token's label; the account's name for its own.
    package let label: String
    /// The account's name.
    package let account: String
    /// The provider's id; `nil` where it is not known.
    package let id: TokenID?
    /// Which under its label; 0 for what has none.
    package let generation: UInt32
    /// Where it stands, for a token of the vault.
    package let state: Record.State?
    /// How the string begins, as the provider shows it in every listing; empty where that is not known.
    package let prefix: String
    /// By what the whole string is recognised; `nil` where only the beginning is known.
    package let whole: Whole?

    /// By what a whole string is recognised.
    package struct Whole: Hashable, Sendable, Coded {
        /// How many bytes the string has.
        package let length: UInt32
        /// Its keyed hash (`KeyedHash.mark`).
        package let mark: [UInt8]

        /// Joins both.
        package init(length: Int, mark: [UInt8]) { (self.length, self.mark) = (UInt32(length), mark) }

        /// Writes both.
        package func encode(to writer: inout Writer) {
            writer.number(length)
            writer.bytes(mark)
        }

        /// Reads both.
        package init(from reader: inout Reader) throws(SecretsError) {
            (length, mark) = (try reader.number(), try reader.bytes())
        }
    }

    /// Joins all of it.
    package init(
        _ holder: Holder, label: String, account: String, id: TokenID?, generation: UInt32 = 0,
        state: Record.State? = nil, prefix: String, whole: Whole? = nil
    ) {
        (self.holder, self.label, self.account, self.id) = (holder, label, account, id)
        (self.generation, self.state) = (generation, state)
        (self.prefix, self.whole) = (prefix, whole)
    }
}
