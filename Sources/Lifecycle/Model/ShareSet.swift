package import Secrets

/// Shares of a key that belong together, as their slot has them: nothing in it is secret.
package struct ShareSet: Hashable, Sendable {
    /// The set's id, which each share has, too.
    package let id: [UInt8]
    /// How many of them give the key.
    package let threshold: Int
    /// How many were made.
    package let count: Int

    /// What the slot says: id, then both numbers.
    package var bytes: [UInt8] { id + [UInt8(threshold), UInt8(count)] }

    /// The id, as people compare it.
    package var name: String { Hex.text(id) }

    /// Names a set; throws `malformed` for numbers that no set has.
    package init(_ id: [UInt8], threshold: Int, count: Int) throws(SecretsError) {
        guard id.count == Share.setSize, Share.thresholds.contains(threshold), count >= threshold,
            count <= Share.most
        else { throw .malformed }
        (self.id, self.threshold, self.count) = (id, threshold, count)
    }

    /// Reads what `bytes` gives; throws `malformed`.
    package init(_ bytes: [UInt8]) throws(SecretsError) {
        guard bytes.count == Share.setSize + 2 else { throw .malformed }
        try self.init(
            Array(bytes[..<Share.setSize]), threshold: Int(bytes[Share.setSize]),
            count: Int(bytes[Share.setSize + 1]))
    }
}
