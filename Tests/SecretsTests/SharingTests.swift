import TestSupport
import Testing

@testable import Secrets

@Suite("Shares of a key")
struct SharingTests {
    private static func divided(_ threshold: Int, _ count: Int, _ key: borrowing Key<One>) throws -> [Share] {
        try Share.divide(key, set: [1, 2, 3, 4, 5, 6], threshold: threshold, count: count)
    }

    private static func secret(_ bytes: [UInt8]) throws -> SecretBytes {
        try SecretBytes(copying: bytes.span)
    }

    private static func key(_ bytes: [UInt8]) throws -> Key<One> { try Key<One>(try secret(bytes)) }

    private static func value(_ number: UInt8, _ key: borrowing Key<One>, _ coefficients: [UInt8]) throws
        -> [UInt8]
    {
        let drawn = try secret(coefficients)
        return try SecretSharing.value(at: number, of: key, drawn).exposed
    }

    @Test("the field is AES's: all products are those of long division, and all inverses are inverse")
    func field() {
        func slow(_ left: Int, _ right: Int) -> Int {
            var product = (0..<8).reduce(0) { $0 ^ (left >> $1 & 1) * right << $1 }
            for bit in stride(from: 14, through: 8, by: -1) where product >> bit & 1 == 1 {
                product ^= 0x11B << (bit - 8)
            }
            return product
        }
        var wrong = 0
        for left in 0..<256 {
            for right in 0..<256
            where Int(GF256.product(UInt8(left), UInt8(right))) != slow(left, right) { wrong += 1 }
            let product = GF256.product(UInt8(left), GF256.inverse(UInt8(left)))
            if product != (left == 0 ? 0 : 1) { wrong += 1 }
        }
        #expect(wrong == 0)
        #expect(GF256.product(0x57, 0x83) == 0xC1, "FIPS 197, 4.2")
    }

    @Test(
        "any k of n give the key, in any order, and more than k as well; no k − 1 are taken",
        arguments: [(2, 2), (2, 5), (3, 5), (4, 4), (5, 8), (16, 16)])
    func any(_ threshold: Int, _ count: Int) throws {
        let key = try Key<One>()
        let shares = try Self.divided(threshold, count, key)
        #expect(shares.map(\.number) == Array(1...count))
        for chosen in 0..<1 << count where chosen.nonzeroBitCount >= threshold - 1 {
            let some = shares.filter { chosen >> ($0.number - 1) & 1 == 1 }.shuffled()
            guard some.count >= threshold else {
                #expect(throws: SecretsError.parameters) { _ = try Share.key(of: some, for: One.self) }
                continue
            }
            let found = try Share.key(of: some, for: One.self)
            let isSame = found.bytes.matches(key.bytes)
            #expect(isSame)
        }
    }

    @Test(
        "shares are those of a second implementation, with tables (Tests/Clients/format2/shares.py)",
        arguments: [
            (1, "6a844d7839dc51d49ac6a6d172559292d63b924c8052631bd7fa048680c8bf1c"),
            (2, "d9de56f4463bce8b0e7e8b2dbc9340f304c62bf08d8d349b8b47721b774d2e93"),
            (7, "2eebb47e1ff4919f74ba1ba99254efd4d063511daeb908f22122f7020691508d"),
            (16, "9414f88a4cdabab8269eafc39285d3c81e5da31241c391bf9671f2e9db78c560"),
        ])
    func vectors(_ number: UInt8, _ wanted: String) throws {
        let square = "79d4237bfd42117386ded647eb0d69a844440f6133f0d5cff044ef821ca29eca"
        let linear = "13516c00c09b46a014117a9d9555f535826e8f3ea7b7a0c33fa7f11f80773fc9"
        let coefficients = try #require(Hex.bytes(square + linear))
        #expect(Hex.text(try Self.value(number, try Self.key(Array(0..<32)), coefficients)) == wanted)
    }

    @Test("k − 1 shares fit every key equally: each value of the missing one gives another key")
    func fitting() throws {
        let shares = try Self.divided(3, 5, try Key<One>())
        var keys: Set<[UInt8]> = []
        for value in 0...UInt8.max {
            let missing = try Share(
                set: shares[0].set, threshold: 3, number: 4,
                value: try Self.secret([UInt8](repeating: value, count: 32)))
            let found = try Share.key(of: [shares[0], shares[1], missing], for: One.self)
            keys.insert(found.bytes.exposed)
        }
        for place in 0..<32 {
            let bytes = Set(keys.map { $0[place] })
            #expect(bytes.count == 256)
        }
    }

    @Test(
        "k − 1 shares say nothing of the key: over all polynomials every value is as frequent under every key"
    )
    func exhaustive() throws {
        // 32 bytes at a time: with k = 2, each of 256 coefficients beside each of 256 keys.
        var seen = [Int](repeating: 0, count: 65_536)
        for secret in stride(from: 0, to: 256, by: 32) {
            let key = try Self.key((0..<32).map { UInt8(secret + $0) })
            for coefficient in 0...UInt8.max {
                let same = [UInt8](repeating: coefficient, count: 32)
                let value = try Self.value(7, key, same)
                for place in 0..<32 { seen[(secret + place) << 8 | Int(value[place])] += 1 }
            }
        }
        #expect(seen.allSatisfy { $0 == 1 })
    }

    @Test(
        "drawn coefficients leave k − 1 shares uniform, whatever the key: chi-squared over 64,000 bytes of each"
    )
    func statistics() throws {
        for byte in [UInt8(0), 0xFF] {
            let key = try Self.key([UInt8](repeating: byte, count: 32))
            var counts = [[Int]](repeating: [Int](repeating: 0, count: 256), count: 2)
            for _ in 0..<2000 {
                let shares = try Share.divide(key, set: [0, 0, 0, 0, 0, 0], threshold: 3, count: 3)
                for place in 0..<2 {
                    for value in shares[place].value.exposed { counts[place][Int(value)] += 1 }
                }
            }
            for count in counts {
                let sum = count.reduce(0.0) { $0 + (Double($1) - 250) * (Double($1) - 250) / 250 }
                // 255 degrees of freedom: 450 is passed once in 10¹² runs.
                #expect(sum < 450, "\(sum)")
            }
        }
    }

    @Test(
        "what does not belong together is refused: other sets, other thresholds, one share twice, k and n out of bounds"
    )
    func refused() throws {
        let key = try Key<One>()
        let shares = try Self.divided(2, 3, key)
        let other = try Share.divide(key, set: [9, 9, 9, 9, 9, 9], threshold: 2, count: 3)
        let three = try Self.divided(3, 3, key)
        for some in [
            [shares[0], other[1]], [shares[0], three[1]], [shares[0], shares[0]], [shares[0]], [],
        ] {
            #expect(throws: SecretsError.parameters) { _ = try Share.key(of: some, for: One.self) }
        }
        for (threshold, count) in [(0, 3), (1, 3), (3, 2), (2, 17), (17, 17), (2, 256), (-1, 1)] {
            #expect(throws: SecretsError.parameters) { _ = try Self.divided(threshold, count, key) }
        }
    }
}
