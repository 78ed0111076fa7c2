import Lifecycle
import Secrets
import TestSupport
import Testing

@Suite("An id of a token")
struct TokenIDTests {
    @Test(
        "is a number where it is written as one, else a text",
        arguments: [
            ("7", 7), ("9223372036854775807", .max), ("007", nil), ("+7", nil), ("0", nil), ("-7", nil),
            ("9223372036854775808", nil), ("tok_a.B~9-", nil), (String(repeating: "x", count: 64), nil),
        ] as [(String, Int64?)])
    func forms(_ text: String, _ number: Int64?) throws {
        guard let id = TokenID(text) else { return #expect(text == "+7") }
        #expect(id.number == number)
        var writer = Writer()
        id.encode(to: &writer)
        var reader = Reader(writer.bytes)
        #expect(try TokenID(from: &reader) == id && reader.left == 0)
        if let number {
            var plain = Writer()
            plain.number(number)
            #expect(writer.bytes == plain.bytes)
        }
    }

    @Test(
        "that would be more than one step of a URL's path is not one",
        arguments: [
            "", ".", "..", "a/b", "a?b", "a#b", "a b", "a%2f", "é", "a\n", String(repeating: "x", count: 65),
        ])
    func refused(_ text: String) { #expect(TokenID(text) == nil) }

    @Test("is not read from what is not written so: nothing, a length without text, a number as a text")
    func malformed() {
        for (length, text) in [(0, ""), (-65, String(repeating: "x", count: 65)), (-3, "ab"), (-1, "7")] {
            var writer = Writer()
            writer.number(Int64(length))
            writer.raw(Array(text.utf8))
            var reader = Reader(writer.bytes)
            #expect(throws: SecretsError.malformed, "\(length)") { try TokenID(from: &reader) }
        }
    }
}
