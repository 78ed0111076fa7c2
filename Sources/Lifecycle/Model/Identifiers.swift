package import Secrets

/// Sixteen random bytes; what they name is said by `Kind`, so that one id cannot stand for another.
package struct Identifier<Kind>: Hashable, Sendable, Coded {
    /// The bytes, always 16.
    package let bytes: [UInt8]

    /// The id of nothing: 16 zeros.
    package static var zero: Identifier { Identifier(known: [UInt8](repeating: 0, count: 16)) }

    private init(known bytes: [UInt8]) { self.bytes = bytes }

    /// Draws a fresh id.
    package init() { bytes = Random.bytes(16) }

    /// Takes stored bytes; `nil` unless they are 16.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads 32 lower-case hexadecimal digits.
    package init?(hex: String) {
        guard hex == hex.lowercased(), let bytes = Hex.bytes(hex) else { return nil }
        self.init(bytes)
    }

    /// The id as 32 hexadecimal digits.
    package var hex: String { Hex.text(bytes) }

    /// Writes the 16 bytes.
    package func encode(to writer: inout Writer) { writer.raw(bytes) }

    /// Reads 16 bytes.
    package init(from reader: inout Reader) throws(SecretsError) { bytes = try reader.raw(16) }
}

/// Names what an `Identifier` identifies.
package enum IdentifierKind {
    /// A record in the vault.
    package enum Record {}
    /// A journalled operation.
    package enum Operation {}
    /// One attempt to create a token.
    package enum Nonce {}
    /// One way to unlock the vault.
    package enum Slot {}
}

/// The id of a record (a token or an account).
package typealias RecordID = Identifier<IdentifierKind.Record>
/// The id of a journalled operation.
package typealias OperationID = Identifier<IdentifierKind.Operation>
/// The id of a way to unlock the vault.
package typealias SlotID = Identifier<IdentifierKind.Slot>
/// The nonce of one attempt to create a token.
package typealias Nonce = Identifier<IdentifierKind.Nonce>
