internal import Secrets

// The keys as one secret, for another process of this program: the vault's id, then seven keys in the order of the format.

extension Keys {
    /// The length of the vault's id.
    private static let idSize = 16

    /// All keys, one behind the other.
    func ring() throws(SecretsError) -> SecretBytes {
        let seed = try signing.seed(for: Signing.self)
        return try SecretBytes(count: Keys.idSize + 7 * Key<Root>.size) { (target) throws(SecretsError) in
            for index in vault.indices { target[index] = vault[index] }
            records.withBytes { Keys.put($0, 0, in: &target) }
            names.withBytes { Keys.put($0, 1, in: &target) }
            journal.withBytes { Keys.put($0, 2, in: &target) }
            audit.withBytes { Keys.put($0, 3, in: &target) }
            seed.withBytes { Keys.put($0, 4, in: &target) }
            integrity.withBytes { Keys.put($0, 5, in: &target) }
            heads.withBytes { Keys.put($0, 6, in: &target) }
        }
    }

    /// Takes them apart again; throws `malformed` for any other length.
    convenience init(ring: borrowing SecretBytes) throws(SecretsError) {
        guard ring.count == Keys.idSize + 7 * Key<Root>.size else { throw .malformed }
        let vault = ring.withBytes { bytes in (0..<Keys.idSize).map { bytes[$0] } }
        try self.init(
            vault: vault, records: Keys.key(0, of: ring), names: Keys.key(1, of: ring),
            journal: Keys.key(2, of: ring),
            audit: Keys.key(3, of: ring), signing: SigningKey(seed: Keys.key(4, of: ring) as Key<Signing>),
            integrity: Keys.key(5, of: ring), heads: Keys.key(6, of: ring))
    }

    private static func put(_ key: Span<UInt8>, _ number: Int, in target: inout MutableSpan<UInt8>) {
        let start = idSize + number * key.count
        for index in key.indices { target[start + index] = key[index] }
    }

    private static func key<P>(_ number: Int, of ring: borrowing SecretBytes) throws(SecretsError) -> Key<P> {
        let size = Key<P>.size
        return try ring.withBytes { (bytes) throws(SecretsError) in
            let start = idSize + number * size
            return try Key(SecretBytes(copying: bytes.extracting(start..<start + size)))
        }
    }
}
