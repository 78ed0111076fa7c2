public import Secrets

/// Sixteen random bytes; what they name is said by `Kind`, so that one id cannot stand for another.
public struct Identifier<Kind>: Hashable, Sendable {
    /// The bytes, always 16.
    public let bytes: [UInt8]

    /// Draws a fresh id.
    public init() { bytes = Random.bytes(16) }

    /// Takes stored bytes; `nil` unless they are 16.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads 32 lower-case hexadecimal digits.
    public init?(hex: String) {
        guard hex == hex.lowercased(), let bytes = Hex.bytes(hex) else { return nil }
        self.init(bytes)
    }

    /// The id as 32 hexadecimal digits.
    public var hex: String { Hex.text(bytes) }

    /// Writes the 16 bytes.
    public func encode(to writer: inout Writer) { writer.raw(bytes) }

    /// Reads 16 bytes.
    public init(from reader: inout Reader) throws(SecretsError) { bytes = try reader.raw(16) }
}

/// Names what an `Identifier` identifies.
public enum IdentifierKind {
    /// A record in the vault.
    public enum Record {}
    /// A journalled operation.
    public enum Operation {}
    /// One attempt to create a token.
    public enum Nonce {}
}

/// The id of a record (a token or an account).
public typealias RecordID = Identifier<IdentifierKind.Record>
/// The id of a journalled operation.
public typealias OperationID = Identifier<IdentifierKind.Operation>
/// The nonce of one attempt to create a token.
public typealias Nonce = Identifier<IdentifierKind.Nonce>
/// The id of a token at the provider.
public typealias TokenID = Int64
