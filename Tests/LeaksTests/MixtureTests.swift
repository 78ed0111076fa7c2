import Testing

@testable import Leaks

/// Spellings in any mixture, against what was planted.
@Suite("Token strings in any mixture of spellings") struct MixtureTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let breaks = ["\n", "\r\n", "=\n", "\\n", "%0A", "\u{1B}[0m", "\n \t> ", "\\\n"]
    private static let around = [
        "\n", "x=", "\"", " ", "%", "\\", "%20", "abc", "0", "\0", "é", "=\n", "\u{1B}",
    ]

    private static func written(_ string: String, _ dice: inout Dice) -> String {
        let breaking = Int.random(in: 0...40, using: &dice)
        let encoding = Int.random(in: 0...100, using: &dice)
        return string.utf8.enumerated().map { place, byte in
            let digits = String(byte, radix: 16)
            let cut =
                place > 0 && Int.random(in: 0..<100, using: &dice) < breaking
                ? breaks.randomElement(using: &dice) ?? "" : ""
            guard Int.random(in: 0..<100, using: &dice) < encoding else {
                return cut + String(UnicodeScalar(byte))
            }
            return cut + (["%", "%25", "\\u00", "\\x"].randomElement(using: &dice) ?? "%") + digits
        }.joined()
    }

    @Test("are all found, each once, and no others", arguments: 0..<200)
    func mixed(_ seed: UInt64) throws {
        var dice = Dice(state: seed &* 977 &+ 13)
        let planting = try Planting(5)
        var (text, planted) = ("", [Int]())
        for _ in 0..<10 {
            for _ in 0..<Int.random(in: 1...9, using: &dice) {
                text += Self.around.randomElement(using: &dice) ?? ""
            }
            // What stands before a string must not be read as part of an encoded character.
            text += "; "
            let number = Int.random(in: 0..<5, using: &dice)
            text += Self.written(planting.strings[number], &dice) + "; "
            planted.append(number)
        }
        let found = try planting.found(
            in: text.bytes, cuts: [Int.random(in: 1..<text.utf8.count, using: &dice)])
        #expect(found.map(\.sought) == planted)
        #expect(found.allSatisfy { $0.kind == .whole })
    }
}
