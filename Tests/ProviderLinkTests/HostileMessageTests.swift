import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import ProviderLink

/// Numbers in a fixed order, so that a failure can be seen again.
private struct Sequence: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}

@Suite("A helper that says whatever it likes")
struct HostileMessageTests {
    private static let token = Token(
        id: 7, label: "label", scopes: .only(["linodes": .readOnly]), created: Instant(seconds: 5),
        expiry: .at(Instant(seconds: 9)), prefix: "0123456789abcdef")

    private static let replies: [Message] = [
        .reply(
            tag: 1,
            .success(.tokens(TokenListing([token, token], unreadable: [UnreadableToken(id: 3, .echo)])))),
        .reply(
            tag: 2,
            .failure(
                ProviderFailure(
                    .throttled, status: 429, reason: "no", retryAfter: 3, wantedScope: "account:read_only"))),
        .reply(
            tag: 3, .success(.identity(Identity(user: "u", customer: "c", scopes: .all, isRestricted: true)))),
        .reply(tag: 4, time: Instant(seconds: 1_800_000_000), .success(.deleted)),
        .welcome(version: 1),
    ]

    /// Does with what was read what those do that hold the keys.
    private func use(_ message: Message) {
        guard case .reply(_, _, let outcome) = message else { return }
        switch outcome {
        case .failure(let failure):
            let now = Instant(seconds: 1_800_000_000)
            #expect((0...86_400).contains(failure.retryAfter ?? 0))
            #expect(Setback(.provider(failure), after: nil, at: now).due >= now)
        case .success(.tokens(let listing)): listing.tokens.forEach(use)
        case .success(.token(let token)), .success(.created(let token)): use(token)
        case .success: break
        }
    }

    private func use(_ token: Token) {
        for moment in [token.created, token.expiry.moment].compactMap({ $0 }) {
            #expect(Instant.range.contains(moment.seconds) && !moment.rfc3339.isEmpty)
        }
        _ = token.expiry.daysLeft(at: Instant(seconds: .min))
    }

    private func read(_ bytes: [UInt8]) {
        do throws(SecretsError) { use(try Message(bytes)) } catch { #expect(error == .malformed) }
    }

    @Test("with an extreme number in every place is read within bounds, or not at all")
    func extremes() {
        for message in Self.replies {
            let bytes = message.bytes
            for place in bytes.indices {
                for width in [1, 4, 8] where place + width <= bytes.count {
                    for (first, rest) in [(0x7F, 0xFF), (0x80, 0), (0xFF, 0xFF), (0, 0), (0, 0xFF)] {
                        var changed = bytes
                        for offset in 0..<width {
                            changed[place + offset] = UInt8(offset == 0 ? first : rest)
                        }
                        read(changed)
                    }
                }
            }
        }
    }

    @Test("with random bytes is read within bounds, or not at all")
    func random() {
        var sequence = Sequence(state: 20_261_125)
        for round in 0..<20_000 {
            var bytes = Self.replies[round % Self.replies.count].bytes
            if round.isMultiple(of: 3) {
                bytes = bytes.prefix(1) + bytes.map { _ in UInt8.random(in: 0...255, using: &sequence) }
            } else {
                for _ in 0..<Int.random(in: 1...4, using: &sequence) {
                    bytes[Int.random(in: bytes.indices, using: &sequence)] =
                        UInt8.random(in: 0...255, using: &sequence)
                }
            }
            read(bytes)
        }
    }

    @Test("with more tokens, or longer texts, than there are is not read")
    func tooMuch() {
        var writer = Writer()
        writer.byte(5)
        writer.number(UInt64(1))
        writer.byte(4)
        writer.number(UInt32.max)
        #expect(throws: SecretsError.malformed) { try Message(writer.bytes) }
        let long = String(repeating: "x", count: 401)
        for token in [
            Token(id: 1, label: long, scopes: .all, created: nil, expiry: .never, prefix: ""),
            Token(
                id: 1, label: "", scopes: .all, created: nil, expiry: .never, prefix: String(long.prefix(65))),
        ] {
            let bytes = Message.reply(tag: 1, .success(.token(token))).bytes
            #expect(throws: SecretsError.malformed) { try Message(bytes) }
        }
    }
}
