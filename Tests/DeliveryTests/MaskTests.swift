import Secrets
import TestSupport
import Testing

@testable import Delivery

@Suite("Masked output")
struct MaskTests {
    private static let token = "7f3a9c0e51d2b8467f3a9c0e51d2b84688e1f0a93c5d7b2460912fe8ad34c6b5"
    private static let other = "7f3a9c0e51d2b8467f3a9c0e51d2b846fffffffffffffffffffffffffffffffe"
    private static let longer = token + "0011"
    private static let stars = String(repeating: "*", count: 64)

    /// A row: what the command says, and what is to be seen of it.
    private static let rows: [(String, String)] = [
        ("", ""), ("\n", "\n"), ("plain text without it\r\n", "plain text without it\r\n"),
        (token, stars), ("token=\(token)\n", "token=\(stars)\n"), ("\(token)\(token)", stars + stars),
        ("\(token),\(token) \(other)", "\(stars),\(stars) \(stars)"),
        // One of which another is the beginning: the longer one, as a whole.
        ("a\(longer)b", "a\(stars)****b"), ("\(token)001", "\(stars)***"), ("\(token)01", "\(stars)*1"),
        // Beginnings that go on otherwise, and at the end: 16 characters are no secret, more are.
        ("7f3a9c0-", "7f3a9c0-"), ("\(token.prefix(16))-", "\(token.prefix(16))-"),
        ("\(token.prefix(17))-", "\(stars.prefix(17))-"), ("\(token.prefix(63))-", "\(stars.prefix(63))-"),
        ("x\(token.prefix(16))", "x\(token.prefix(16))"), ("x\(token.prefix(17))", "x\(stars.prefix(17))"),
        ("\(token.prefix(63))", "\(stars.prefix(63))"),
        ("\(token.prefix(10))\(token)", "\(token.prefix(10))\(stars)"),
        // It begins again within itself.
        ("\(token.prefix(16))\(token)", "\(stars.prefix(16))\(stars)"),
        ("\(token.prefix(32))\(other)", "\(stars.prefix(32))\(stars)"),
        ("\u{0}\(token)\u{0}\u{1B}[1m\(token)\u{1B}[0m", "\u{0}\(stars)\u{0}\u{1B}[1m\(stars)\u{1B}[0m"),
    ]

    @Test("is the same wherever it is cut into two", arguments: rows)
    func halves(_ plain: String, _ seen: String) throws {
        let bytes = Array(plain.utf8)
        for place in 0...bytes.count {
            let pieces = [Array(bytes[..<place]), Array(bytes[place...])]
            let output = try MaskedStream.output(pieces, hiding: [Self.token, Self.longer, Self.other])
            #expect(String(decoding: output, as: UTF8.self) == seen, "cut at \(place)")
        }
    }

    @Test("is the same byte by byte", arguments: rows)
    func bytes(_ plain: String, _ seen: String) throws {
        let output = try MaskedStream.output(
            plain.utf8.map { [$0] }, hiding: [Self.other, Self.longer, Self.token])
        #expect(String(decoding: output, as: UTF8.self) == seen)
    }

    @Test("is what a naive model replaces in the whole output, in any pieces", arguments: 0..<40)
    func random(_ seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for _ in 0..<25 {
            let secrets = dice.secrets()
            let plain = dice.output(of: secrets)
            let pieces = dice.cut(plain)
            let output = try MaskedStream.output(pieces, hiding: secrets)
            let wanted = Model(secrets).masked(plain)
            guard output == wanted else {
                Issue.record("\(secrets) in \(pieces.map { String(decoding: $0, as: UTF8.self) })")
                return
            }
        }
    }

    @Test("shown after moments differs from it by short beginnings only", arguments: 0..<40)
    func shown(_ seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for _ in 0..<25 {
            let secrets = dice.secrets()
            let plain = dice.output(of: secrets)
            let stream = try MaskedStream(hiding: secrets)
            for piece in dice.cut(plain) {
                stream.pass(piece)
                if dice.roll(2) == 0 { stream.show() }
            }
            let output = stream.finish()
            let model = Model(secrets)
            try #require(output.count == plain.count)
            #expect(zip(output, zip(plain, model.masked(plain))).allSatisfy { $0 == $1.0 || $0 == $1.1 })
            #expect(!model.isLeaking(output), "\(secrets) in \(String(decoding: output, as: UTF8.self))")
        }
    }

    @Test("holds a short beginning for a moment, and a long one until it is known", arguments: 1...63)
    func moment(_ count: Int) throws {
        let stream = try MaskedStream(hiding: [Self.token])
        stream.pass(Array("password? \(Self.token.prefix(count))".utf8))
        #expect(stream.text == "password? ")
        #expect(stream.isHolding == (count < 8))
        stream.show()
        #expect(stream.text == "password? \(count < 8 ? Self.token.prefix(count) : "")")
        #expect(!stream.isHolding)
        stream.pass(Array(Self.token.dropFirst(count).utf8))
        let seen = count < 8 ? count : 0
        #expect(stream.text == "password? \(Self.token.prefix(seen))\(Self.stars.dropFirst(seen))")
    }

    @Test("shows at most seven characters of a token that is written one by one, with a moment after each")
    func slowly() throws {
        let stream = try MaskedStream(hiding: [Self.token])
        for byte in Self.token.utf8 {
            stream.pass([byte])
            stream.show()
        }
        #expect(
            String(decoding: stream.finish(), as: UTF8.self)
                == "\(Self.token.prefix(7))\(Self.stars.dropFirst(7))")
    }

    @Test("without a secret is what it was, byte for byte")
    func none() throws {
        var dice = Dice(seed: 1)
        let plain = (0..<300_000).map { _ in UInt8(dice.roll(256)) }
        #expect(try MaskedStream.output(dice.cut(plain), hiding: []) == plain)
        #expect(try MaskedStream.output([plain], hiding: [Self.token, Self.other]) == plain)
    }

    @Test("larger than the buffer is complete, wherever the tokens stand", arguments: [0, 1, 17, 40, 63, 64])
    func large(_ offset: Int) throws {
        let filler = [UInt8](repeating: UInt8(ascii: "7"), count: (64 << 10) - offset)
        var (plain, wanted): ([UInt8], [UInt8]) = ([], [])
        for _ in 0..<5 {
            plain += filler + Array(Self.token.utf8)
            wanted += filler + Array(Self.stars.utf8)
        }
        #expect(try MaskedStream.output([plain], hiding: [Self.token]) == wanted)
    }
}
