internal import Secrets

// A keyring on its way to another process of this program: the vault's id, what opens newer keyrings, the epochs.

extension Keyring {
    private static let front = 16 + 1 + SlotOpener.size

    /// The keyring for another process of this program.
    func passed() throws(SecretsError) -> SecretBytes {
        let ring = try encoded()
        return try SecretBytes(count: Keyring.front + ring.count) { (target) throws(SecretsError) in
            for index in vault.indices { target[index] = vault[index] }
            target[16] = opener == nil ? 0 : 1
            for index in 0..<SlotOpener.size { target[17 + index] = 0 }
            if let opener {
                opener.seed.withBytes { seed in
                    for index in seed.indices { target[17 + index] = seed[index] }
                }
            }
            ring.withBytes { bytes in
                for index in bytes.indices { target[Keyring.front + index] = bytes[index] }
            }
        }
    }

    /// Takes what `passed` has made.
    convenience init(passed: borrowing SecretBytes) throws(SecretsError) {
        guard passed.count > Keyring.front else { throw .malformed }
        let (vault, mark) = passed.withBytes { bytes in ((0..<16).map { bytes[$0] }, bytes[16]) }
        let seed = try passed.withBytes { (bytes) throws(SecretsError) in
            try SecretBytes(copying: bytes.extracting(17..<Keyring.front))
        }
        let ring = try passed.withBytes { (bytes) throws(SecretsError) in
            try SecretBytes(copying: bytes.extracting(Keyring.front..<bytes.count))
        }
        let opener = mark == 1 ? SlotOpener(try Key(seed)) : nil
        try self.init(vault: vault, encoded: ring, opener: opener)
    }
}
