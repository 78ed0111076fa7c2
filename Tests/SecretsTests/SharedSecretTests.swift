import CPlatform
import Glibc
import Platform
import TestSupport
import Testing

@testable import Secrets

@Suite("A secret that processes share")
struct SharedSecretTests {
    @Test("is there until it is wiped, and one that is too long leaves it")
    func stores() throws {
        let shared = try SharedSecret()
        #expect(shared.count == 0)
        #expect(throws: SecretsError.malformed) { _ = try shared.load() }
        for text in ["first", "a longer one", "x"] {
            try shared.store(try SecretBytes(known: text))
            #expect(
                try shared.load().matches(try SecretBytes(known: text)) && shared.count == text.utf8.count)
        }
        #expect(throws: SecretsError.tooLong) { try shared.store(try SecretBytes(random: 5000)) }
        #expect(shared.count == 1)
        shared.wipe()
        #expect(throws: SecretsError.malformed) { _ = try shared.load() }
    }

    @Test("a frame that is one message is read whole, and nothing else is")
    func messages() throws {
        for (body, secret) in [([1, 2, 3], "keys"), ([], "s"), ([9], "")] as [([UInt8], String)] {
            let whole = try Frame.whole(body, secret: try SecretBytes(known: secret))
            let bytes = whole.withBytes { bytes in bytes.indices.map { bytes[$0] } }
            var frame = try SharedSecretTests.read(bytes)
            #expect(frame.body == body)
            let found = frame.secret.take()?.exposed ?? []
            #expect(found == Array(secret.utf8))
            for count in 0..<bytes.count {
                #expect(throws: SecretsError.self) {
                    _ = try SharedSecretTests.read(Array(bytes.prefix(count)))
                }
            }
            #expect(throws: SecretsError.malformed) { _ = try SharedSecretTests.read(bytes + [0]) }
        }
    }

    /// A frame out of a message of these bytes.
    private static func read(_ bytes: [UInt8]) throws -> Frame {
        var ends: (Int32, Int32) = (-1, -1)
        #expect(unsafe lockstep_message_pair(&ends.0, &ends.1) == 0)
        defer {
            close(ends.0)
            close(ends.1)
        }
        if !bytes.isEmpty { try writeAll(bytes.span, to: ends.0) }
        var buffer = try SecretBuffer(capacity: 64)
        if !bytes.isEmpty { _ = buffer.read(from: ends.1) }
        return try Frame(message: buffer)
    }
}
