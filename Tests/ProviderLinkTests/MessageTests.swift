import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import ProviderLink

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
        .request(tag: 3, .list), .request(tag: 4, .rename(7, "y")), .request(tag: 5, .delete(.numbered(9))),
        .reply(
            tag: 1,
            .success(.identity(Identity(user: "u", customer: "c", scopes: .only([:]), isRestricted: true)))),
        .reply(tag: 2, .success(.created(token))), .reply(tag: 3, .success(.token(token))),
        .reply(tag: 4, .success(.tokens(TokenListing([token, token])))),
        .reply(tag: 5, .success(.tokens(TokenListing([])))),
        .pause(seconds: 40), .reply(tag: 6, .success(.deleted)), .reply(tag: 7, .success(.absent)),
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
