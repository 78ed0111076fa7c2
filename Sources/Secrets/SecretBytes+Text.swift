extension SecretBytes {
    /// The fewest characters of a public prefix that tell one secret from another.
    package static let leastPrefix = 8

    /// Whether the secret starts with a text that is public, such as the prefix in the provider's listing. One that is too
    /// short to prove it does not count.
    package borrowing func begins(with prefix: String) -> Bool {
        let wanted = Array(prefix.utf8)
        guard wanted.count >= SecretBytes.leastPrefix else { return false }
        return withBytes { bytes in
            bytes.count >= wanted.count && wanted.indices.reduce(0) { $0 | (bytes[$1] ^ wanted[$1]) } == 0
        }
    }
}
