import CSodium
import Foundation
import TestSupport
import Testing

@testable import Secrets

/// The vectors of Google's and C2SP's project Wycheproof, written to catch what implementations of these algorithms got wrong.
@Suite("Wycheproof")
struct WycheproofTests {
    struct File: Decodable {
        let testGroups: [Group]
        let numberOfTests: Int
    }
    struct Group: Decodable {
        let publicKey: PublicKey?
        let tests: [Vector]
    }
    struct PublicKey: Decodable { let pk: String }
    struct Vector: Decodable {
        let tcId: Int
        let result: String
        let flags: [String]
        // XChaCha20-Poly1305
        let key, iv, aad, msg, ct, tag: String?
        // Ed25519
        let sig: String?
        // X25519
        let `public`, `private`, shared: String?

        /// A field that the algorithm's vectors have.
        func bytes(_ field: KeyPath<Vector, String?>) throws -> [UInt8] {
            try #require(self[keyPath: field].flatMap(Hex.bytes))
        }
    }

    private func groups(_ name: String) throws -> [Group] {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: here.appendingPathComponent("Wycheproof/\(name)_test.json"))
        let file = try JSONDecoder().decode(File.self, from: data)
        #expect(file.testGroups.reduce(0) { $0 + $1.tests.count } == file.numberOfTests)
        return file.testGroups
    }

    @Test("what Seal opens is what XChaCha20-Poly1305 is, in guarded memory, in ordinary memory and in place")
    func seals() throws {
        let vectors = try groups("xchacha20_poly1305").flatMap(\.tests)
        #expect(vectors.count == 315)
        for vector in vectors {
            let nonce = try vector.bytes(\.iv)
            // Of another size there is none in a sealed blob.
            guard nonce.count == Seal.nonceSize else {
                #expect(vector.result == "invalid")
                continue
            }
            let sealed = try nonce + vector.bytes(\.ct) + vector.bytes(\.tag)
            let wanted = vector.result == "valid" ? try vector.bytes(\.msg) : nil
            let data = AssociatedData(encoded: try vector.bytes(\.aad))
            let found = try opened(sealed, by: vector.bytes(\.key), data)
            #expect(found == [wanted, wanted, wanted], "\(vector.tcId)")
        }
    }

    /// What each of the three ways opens.
    private func opened(_ sealed: [UInt8], by bytes: [UInt8], _ data: AssociatedData) throws -> [[UInt8]?] {
        let secret = try SecretBytes(copying: bytes.span)
        let key = try Key<One>(secret)
        let guarded = try? Seal.open(sealed, with: key, binding: data).exposed
        var plain: [UInt8] = []
        let isOpen = (try? Seal.open(sealed, from: 0, into: &plain, with: key, binding: data.bytes)) != nil
        return [guarded, try? Seal.openPlain(sealed, with: key, binding: data), isOpen ? plain : nil]
    }

    @Test("what SigningKey verifies is what Ed25519 is")
    func signatures() throws {
        var count = 0
        for group in try groups("ed25519") {
            let publicKey = try #require(group.publicKey.flatMap { Hex.bytes($0.pk) })
            for vector in group.tests {
                count += 1
                let isGood = SigningKey.verify(
                    try vector.bytes(\.sig), of: try vector.bytes(\.msg), by: publicKey)
                // "Acceptable" are keys of mixed or small order, which nobody makes; those of small order sign everything.
                if vector.result == "acceptable" {
                    #expect(!isGood || !vector.flags.contains("SmallOrderPublicKey"), "\(vector.tcId)")
                } else {
                    #expect(isGood == (vector.result == "valid"), "\(vector.tcId)")
                }
            }
        }
        #expect(count == 210)
    }

    @Test("what is sealed to a public key goes through X25519 as it is, and never to a key of small order")
    func publicKeys() throws {
        let vectors = try groups("x25519").flatMap(\.tests)
        #expect(vectors.count == 518)
        let secret = try Key<One>()
        for vector in vectors {
            let (publicKey, scalar) = (try vector.bytes(\.public), try vector.bytes(\.private))
            var shared = [UInt8](repeating: 0, count: 32)
            let isDone = unsafe crypto_scalarmult(&shared, scalar, publicKey) == 0
            let isZero = vector.flags.contains("ZeroSharedSecret")
            #expect(isDone != isZero, "\(vector.tcId)")
            #expect(try !isDone || shared == vector.bytes(\.shared), "\(vector.tcId)")
            // To a key of small order everybody could read it.
            let isSealed = (try? SealedBox.seal(secret, to: publicKey)) != nil
            #expect(isSealed != isZero, "\(vector.tcId)")
        }
    }
}
