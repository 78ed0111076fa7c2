package import Secrets

/// A credential that goes into the header of requests; a class, so that all of them share one copy.
package final class BearerToken {
    /// The token.
    package let bytes: SecretBytes

    /// Copies a token; throws `refused` for one that cannot stand in a header, and without memory.
    package init(copying token: borrowing SecretBytes) throws(HTTPError) {
        let isFit = token.withBytes { bytes in
            (1...1024).contains(bytes.count) && bytes.indices.allSatisfy { (0x21...0x7E).contains(bytes[$0]) }
        }
        guard isFit else { throw HTTPError(.refused, "the credential holds characters that no token has") }
        do throws(SecretsError) { bytes = try SecretBytes(prefix: token.count, of: token) } catch {
            throw .noMemory
        }
    }

    /// Whether both are one token.
    func matches(_ other: BearerToken) -> Bool { self === other || bytes.matches(other.bytes) }
}
