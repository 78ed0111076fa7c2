import TestSupport
import Testing

@testable import Secrets

enum One: KeyPurpose {
    static let context: StaticString = "LStest_1"
    static let number: UInt64 = 1
}

enum Two: KeyPurpose {
    static let context: StaticString = "LStest_1"
    static let number: UInt64 = 2
}

@Suite("Seal and open")
struct SealTests {
    private let plain = Array("a token string".utf8)

    private func sealed(_ key: borrowing Key<One>, _ data: AssociatedData) throws -> [UInt8] {
        try Seal.seal(plain.span, with: key, binding: data)
    }

    @Test("what was sealed opens with the same key and the same associated data")
    func roundTrip() throws {
        let key = try Key<One>()
        let data = AssociatedData("test", [1], [2])
        let blob = try sealed(key, data)
        #expect(blob.count == plain.count + 40)
        #expect(try Seal.open(blob, with: key, binding: data).exposed == plain)
        #expect(try Seal.openPlain(blob, with: key, binding: data) == plain)
        #expect(try sealed(key, data) != blob, "the nonce is not fresh")
    }

    @Test("a pool gives each nonce once, however many are taken")
    func nonces() throws {
        let key = try Key<One>()
        var (pool, seen) = (NoncePool(), Set<[UInt8]>())
        for _ in 0..<100 {
            var buffer = [UInt8](repeating: 0, count: Seal.gaps.before + plain.count + Seal.gaps.behind)
            let place = Seal.gaps.before..<Seal.gaps.before + plain.count
            buffer.replaceSubrange(place, with: plain)
            try Seal.seal(inPlace: &buffer, place, with: key, binding: [7], nonces: &pool)
            seen.insert(Array(buffer[..<Seal.nonceSize]))
            #expect(try Seal.openPlain(buffer, with: key, binding: AssociatedData(encoded: [7])) == plain)
        }
        #expect(seen.count == 100)
    }

    @Test("any flipped bit, any cut, another key and other associated data are refused")
    func altered() throws {
        let key = try Key<One>()
        let data = AssociatedData("test", [1, 2], [3])
        let blob = try sealed(key, data)
        for bit in 0..<blob.count * 8 {
            var changed = blob
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: SecretsError.authentication) {
                _ = try Seal.open(changed, with: key, binding: data)
            }
        }
        for length in 0..<blob.count {
            #expect(throws: SecretsError.authentication) {
                _ = try Seal.open(Array(blob.prefix(length)), with: key, binding: data)
            }
        }
        let other = try Key<One>()
        #expect(throws: SecretsError.authentication) { _ = try Seal.open(blob, with: other, binding: data) }
        // The fields' borders count, not only their bytes.
        for foreign in [
            AssociatedData("test", [1], [2, 3]), AssociatedData("tes", [1, 2], [3]), AssociatedData("test"),
        ] {
            #expect(throws: SecretsError.authentication) {
                _ = try Seal.open(blob, with: key, binding: foreign)
            }
        }
    }

    @Test("subkeys differ by purpose, and are the ones that libsodium derives (a known answer)")
    func subkeys() throws {
        let bytes = [UInt8](0..<32)
        let root = try Key<Root>(SecretBytes(copying: bytes.span))
        let one = try root.subkey(for: One.self)
        let two = try root.subkey(for: Two.self)
        let isSame = one.bytes.matches(two.bytes)
        #expect(!isSame)
        // Python: hashlib.blake2b(b"", digest_size=32, key=bytes(range(32)), salt=b"\1" + bytes(15),
        //                         person=b"LStest_1" + bytes(8)).hexdigest()
        #expect(
            Hex.text(one.bytes.exposed) == "605b9f5939c5c9af27f83d1e18f340124a12a754ff66b9e18608c3127ad8c4b2")
    }

    @Test("a receipt's signature verifies with the public key, and with nothing else")
    func signatures() throws {
        let key = try SigningKey(seed: try Key<One>())
        let message = Array("purged".utf8)
        let signature = key.sign(message)
        #expect(SigningKey.verify(signature, of: message, by: key.publicKey))
        #expect(!SigningKey.verify(signature, of: message + [0], by: key.publicKey))
        #expect(
            !SigningKey.verify(signature, of: message, by: try SigningKey(seed: try Key<One>()).publicKey))
        #expect(!SigningKey.verify(Array(signature.dropLast()), of: message, by: key.publicKey))
    }
}
