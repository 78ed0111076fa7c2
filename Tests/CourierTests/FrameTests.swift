import Glibc
import Lifecycle
import Secrets
import Testing

@testable import Courier

/// What a reader makes of bytes on a pipe that is closed behind them.
private func read(_ bytes: [UInt8]) throws -> (body: [UInt8], secret: Int?)? {
    var ends: [Int32] = [0, 0]
    _ = unsafe pipe(&ends)
    defer { close(ends[0]) }
    try writeAll(bytes.span, to: ends[1])
    close(ends[1])
    guard let frame = try Frame.read(from: ends[0]) else { return nil }
    return (frame.body, size(frame.secret))
}

private func size(_ secret: borrowing SecretBytes?) -> Int? {
    switch secret {
    case .some(let secret): secret.count
    case .none: nil
    }
}

@Suite("Frames")
struct FrameTests {
    @Test("have two lengths, public bytes and secret bytes")
    func layout() throws {
        let plain = try #require(try read([0, 0, 0, 2, 0, 0, 0, 0, 7, 8]))
        #expect(plain.body == [7, 8] && plain.secret == nil)
        let secret = try #require(try read([0, 0, 0, 1, 0, 0, 0, 3, 7, 1, 2, 3]))
        #expect(secret.body == [7] && secret.secret == 3)
    }

    @Test("end between two of them without an error")
    func end() throws {
        #expect(try read([]) == nil)
    }

    @Test("that are cut short are malformed")
    func cutShort() {
        let whole: [UInt8] = [0, 0, 0, 2, 0, 0, 0, 3, 7, 8, 1, 2, 3]
        for count in 1..<whole.count {
            #expect(throws: SecretsError.malformed, "cut at \(count)") {
                _ = try read(Array(whole.prefix(count)))
            }
        }
    }

    @Test(
        "beyond the bounds are refused before any of their bytes is read",
        arguments: [[255, 255, 255, 255, 0, 0, 0, 0], [0, 0, 0, 1, 0, 0, 16, 1], [4, 0, 0, 1, 0, 0, 0, 0]]
            as [[UInt8]])
    func bounds(_ header: [UInt8]) {
        #expect(throws: SecretsError.tooLong) { _ = try read(header) }
    }
}

@Suite("Messages")
struct MessageTests {
    private static let token = Token(
        id: 7, label: "ä", scopes: .only(["linodes": .readOnly]), created: Instant(seconds: 5),
        expiry: .at(Instant(seconds: 9)), prefix: "0123456789abcdef")
    private static let failure = ProviderFailure(
        .missingScope, status: 401, reason: "no", retryAfter: 3, wantedScope: "account:read_only")

    private static let all: [Message] = [
        .hello(version: 1, baseURL: "https://api.linode.com"), .welcome(version: 1), .refusal(failure),
        .request(tag: 1, .identify),
        .request(tag: .max, .create(label: "x", scopes: .all, expiry: .never)), .request(tag: 2, .view(7)),
        .request(tag: 3, .list), .request(tag: 4, .rename(7, "y")), .request(tag: 5, .delete(-1)),
        .reply(
            tag: 1,
            .success(.identity(Identity(user: "u", customer: "c", scopes: .only([:]), isRestricted: true)))),
        .reply(tag: 2, .success(.created(token))), .reply(tag: 3, .success(.token(token))),
        .reply(tag: 4, .success(.tokens([token, token]))), .reply(tag: 5, .success(.tokens([]))),
        .reply(tag: 6, .success(.deleted)), .reply(tag: 7, .success(.absent)),
        .reply(tag: 8, .failure(failure)),
    ]

    @Test("are read as they were written, and in no other way")
    func roundTrip() throws {
        for message in Self.all {
            let bytes = message.bytes
            #expect(try Message(bytes).bytes == bytes)
            #expect(throws: SecretsError.malformed) { try Message(bytes + [0]) }
            for count in 0..<bytes.count {
                #expect(throws: SecretsError.malformed) { try Message(Array(bytes.prefix(count))) }
            }
        }
    }

    @Test(
        "of an unknown kind are malformed",
        arguments: [[], [0], [7], [255], [4, 0, 0, 0, 0, 0, 0, 0, 1, 99]] as [[UInt8]])
    func unknown(_ bytes: [UInt8]) {
        #expect(throws: SecretsError.malformed) { try Message(bytes) }
    }
}
