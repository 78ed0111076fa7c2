/// Shamir's sharing of a key: of n shares any k give the key, and k − 1 fit every key equally (A. Shamir, "How to share a secret", 1979).
///
/// For each byte of the key there is a random polynomial of degree k − 1 over `GF256`, whose value at 0 is that byte; share x has the values
/// at x. Whether shares belong together is not told here, but by what is printed with them (`Share`) and by the slot's commitment.
///
/// It is written here because libsodium does not have it, and Debian's libgfshare 2.0 is not fit for a vault's key. That library multiplies
/// with tables of logarithms, indexed by bytes of the secret and of the shares, and skips bytes that are zero, so its timing and its cache
/// lines tell of both. It works in memory from malloc(3), which is not locked and not wiped when freed. Its coefficients come from
/// random(3) unless the caller replaces that. And everybody who builds Lockstep would have to install it.
enum SecretSharing {
    /// The value at a number of the polynomials of a key: one share. `coefficients` has those of xᵏ⁻¹ first, each as long as the key.
    ///
    /// The first may be zero like any other: if it could not, k − 1 shares would exclude a key.
    static func value<P>(
        at number: UInt8, of key: borrowing Key<P>, _ coefficients: borrowing SecretBytes
    ) throws(SecretsError) -> SecretBytes {
        let size = Key<P>.size
        return try SecretBytes(count: size) { (target) throws(SecretsError) in
            key.withBytes { key in
                coefficients.withBytes { coefficients in
                    for place in 0..<size {
                        var value: UInt8 = 0
                        for start in stride(from: 0, to: coefficients.count, by: size) {
                            value = GF256.product(value ^ coefficients[start + place], number)
                        }
                        target[place] = value ^ key[place]
                    }
                }
            }
        }
    }

    /// What each share counts for in the value at 0: Lagrange's polynomials. The numbers are distinct, not 0, and no secret.
    static func weights(of numbers: [UInt8]) -> [UInt8] {
        numbers.map { number in
            numbers.reduce(1) { weight, other in
                let factor = GF256.product(other, GF256.inverse(other ^ number))
                return other == number ? weight : GF256.product(weight, factor)
            }
        }
    }
}
