/// One of n shares of a key, any k of which give it.
package final class Share: Sendable {
    /// How many shares give the key.
    package static let thresholds = 2...16
    /// The most shares of a key.
    package static let most = 16
    /// The length of a set's id, in bytes.
    package static let setSize = 6

    /// Which shares it belongs with.
    package let set: [UInt8]
    /// How many of the set give the key.
    package let threshold: Int
    /// Which of the set it is, from 1.
    package let number: Int
    let value: SecretBytes

    init(set: [UInt8], threshold: Int, number: Int, value: consuming SecretBytes) throws(SecretsError) {
        guard set.count == Share.setSize, Share.thresholds.contains(threshold),
            (1...Share.most).contains(number), value.count == Share.size
        else { throw .malformed }
        (self.set, self.threshold, self.number) = (set, threshold, number)
        self.value = value
    }

    /// The length of a share's value, in bytes: a key's.
    static let size = 32

    /// The set's name, as people compare it.
    package var name: String { Hex.text(set) }

    /// Divides a key into `count` shares, any `threshold` of which give it. Throws `parameters` for numbers out of bounds.
    package static func divide<P>(
        _ key: borrowing Key<P>, set: [UInt8], threshold: Int, count: Int
    ) throws(SecretsError) -> [Share] {
        guard thresholds.contains(threshold), (threshold...max(threshold, most)).contains(count) else {
            throw .parameters
        }
        let coefficients = try SecretBytes(random: size * (threshold - 1))
        var shares: [Share] = []
        for number in 1...count {
            let value = try SecretSharing.value(at: UInt8(number), of: key, coefficients)
            shares.append(try Share(set: set, threshold: threshold, number: number, value: value))
        }
        return shares
    }

    /// The key that shares give; which key that is, only a commitment tells.
    ///
    /// Throws `parameters` where they are not as many different shares of one set as it takes, or more.
    package static func key<P>(of shares: [Share], for purpose: P.Type) throws(SecretsError) -> Key<P> {
        guard let first = shares.first, shares.count >= first.threshold,
            shares.allSatisfy({ $0.set == first.set && $0.threshold == first.threshold }),
            Set(shares.map(\.number)).count == shares.count
        else { throw .parameters }
        let weights = SecretSharing.weights(of: shares.map { UInt8($0.number) })
        return try Key<P>(
            SecretBytes(count: size) { (target) throws(SecretsError) in
                for (share, weight) in zip(shares, weights) {
                    share.value.withBytes { value in
                        for place in value.indices {
                            target[place] ^= GF256.product(value[place], weight)
                        }
                    }
                }
            })
    }
}
