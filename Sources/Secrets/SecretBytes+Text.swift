extension SecretBytes {
    /// Whether the secret starts with a text that is public, such as the prefix in the provider's listing.
    public borrowing func begins(with prefix: String) -> Bool {
        let wanted = Array(prefix.utf8)
        return withBytes { bytes in
            bytes.count >= wanted.count && wanted.indices.reduce(0) { $0 | (bytes[$1] ^ wanted[$1]) } == 0
        }
    }
}
