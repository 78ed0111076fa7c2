import Testing

@testable import Command

struct KeyTests {
    @Test(
        "What a terminal sends is the key that was pressed",
        arguments: [
            ("\u{1B}[A", [.up]), ("\u{1B}OB", [.down]), ("\u{1B}[1;5C", []),
            ("\u{1B}[D\u{1B}[H", [.left, .home]),
            ("\u{1B}[4~", [.end]), ("\u{1B}[5~", [.pageUp]), ("\u{1B}[Z", [.back]), ("\r", [.enter]),
            ("a\u{7F}", [.character("a"), .backspace]), ("\u{15}", [.eraseLine]), ("\u{3}", [.interrupt]),
            ("\u{1A}", [.suspend]),
            ("\u{4}", [.escape]), ("é世", [.character("é"), .character("世")]), ("\u{1B}x", []),
            ("\u{0}\u{2}", []),
            ("\u{1B}\u{1B}[A", [.escape, .up]),
        ] as [(String, [KeyPress])])
    func keys(_ sent: String, _ wanted: [KeyPress]) {
        var decoder = KeyDecoder()
        #expect(decoder.take(sent.utf8) == wanted)
        #expect(!decoder.isWaiting)
    }

    @Test("A key that comes in parts is one key; Escape by itself is one once nothing follows")
    func parts() {
        var decoder = KeyDecoder()
        #expect(decoder.take([0x1B]) == [])
        #expect(decoder.isWaiting)
        #expect(decoder.take([0x5B]) == [])
        #expect(decoder.take([0x41]) == [.up])
        #expect(decoder.take([0xE4, 0xB8]) == [])
        #expect(decoder.take([0x96]) == [.character("世")])
        #expect(decoder.take([0x1B]) == [])
        #expect(decoder.rest() == [.escape])
        #expect(!decoder.isWaiting)
    }

    @Test("Bytes that are no text and keys without an end are passed over")
    func malformed() {
        var decoder = KeyDecoder()
        #expect(decoder.take([0xFF, 0xC3, 0x28, 0x61]).last == .character("a"))
        #expect(decoder.take([0x1B, 0x5B] + Array(repeating: 0x31, count: 20)) == [])
        #expect(decoder.take([0x61]) == [.character("a")])
    }
}
