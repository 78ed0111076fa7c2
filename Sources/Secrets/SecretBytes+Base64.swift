internal import CSodium

extension SecretBytes {
    /// The same secret in Base64, with padding (`sodium_bin2base64`); throws `memory`.
    package borrowing func base64() throws(SecretsError) -> SecretBytes {
        let variant = sodium_base64_VARIANT_ORIGINAL
        // With the zero byte that libsodium writes behind it, which is left out again.
        let wide = try SecretBytes(count: sodium_base64_encoded_len(count, variant)) { target in
            unsafe target.withPointer { text, size in
                withBytes { bytes in
                    unsafe bytes.withPointer { secret, count in
                        _ = unsafe sodium_bin2base64(
                            UnsafeMutableRawPointer(text).assumingMemoryBound(to: CChar.self), size, secret,
                            count, variant)
                    }
                }
            }
        }
        return try SecretBytes(prefix: wide.count - 1, of: wide)
    }
}
