import Testing

@testable import Leaks

/// How a string can be written, and what it is then said to be.
@Suite("A token string is found however it is written") struct SpellingTests {
    static let before = "2026-11-27 03:54:26 host app[7]: Authorization: Bearer "
    static let behind = "\nnext line 0123456789abcdef\n"

    @Test(
        "at every place at which it can be cut",
        arguments: [
            "\n", "\r\n", "\r", "=\n", "=\r\n", "\\\n", "\n    ", "\n\t", " \r", "\"\n    \"", "\n> ", "\\n",
            "\\\\n", "\\r\\n", "%0A", "%0D%0A",
            "\u{1B}[0m", "\u{1B}[01;31m\u{1B}[K", "\\u000a",
        ])
    func cut(between: String) throws {
        let planting = try Planting()
        for place in 1..<64 {
            let string = planting.strings[1].cut(at: place, with: between)
            let text = Self.before + string + Self.behind
            let found = try planting.found(in: text.bytes)
            #expect(found.map(\.sought) == [1], "cut at \(place)")
            #expect(found.first?.kind == .whole)
            #expect(found.first?.offset == Self.before.utf8.count)
            #expect(found.first?.length == string.utf8.count)
            #expect(found.first?.spelling.contains(.broken) == true)
        }
    }

    @Test("folded to any width, with any line end", arguments: 1..<64)
    func folded(width: Int) throws {
        let planting = try Planting()
        for between in ["\n", "\r\n    ", "=\n", "\\n", "%0a"] {
            let text = Self.before + planting.strings[0].folded(to: width, with: between) + Self.behind
            #expect(try planting.found(in: text.bytes).map(\.sought) == [0], "\(between.bytes)")
        }
    }

    @Test("with each character, all, or any one encoded")
    func encoded() throws {
        let planting = try Planting()
        let string = planting.strings[0]
        let ways: [(String, FoundToken.Spelling)] = [
            (string.percentEncoded, .percent), (string.percentEncoded.uppercased(), .percent),
            (string.percentEncoded.replacing("%", with: "%25"), .percent),
            (string.utf8.map { "\\u00" + String($0, radix: 16) }.joined(), .escaped),
            (string.utf8.map { "\\x" + String($0, radix: 16) }.joined(), .escaped),
        ]
        for (written, spelling) in ways {
            let found = try planting.found(in: (Self.before + written + Self.behind).bytes)
            #expect(found.map(\.kind) == [.whole], "\(written)")
            #expect(found.map(\.spelling) == [spelling])
            #expect(found.map(\.length) == [written.utf8.count])
        }
        for place in 0..<64 {
            let character = string.dropFirst(place).prefix(1)
            let written =
                string.prefix(place) + String(character).percentEncoded + string.dropFirst(place + 1)
            let found = try planting.found(in: ("u=/" + written + "&x").bytes)
            #expect(found.map(\.offset) == [3], "encoded at \(place)")
        }
    }

    @Test("in Base64, at each of the three places in a group, also folded", arguments: 0..<9)
    func base64(shift: Int) throws {
        let planting = try Planting()
        let plain = String("user:pass".prefix(shift)) + planting.strings[1] + "\n"
        for text in [
            plain.base64, plain.base64.folded(to: 76, with: "\n"), plain.base64.folded(to: 7, with: "\r\n"),
        ] {
            let found = try planting.found(in: ("Authorization: Basic " + text + "\n").bytes)
            #expect(found.map(\.sought) == [1])
            #expect(found.first?.spelling.contains(.base64) == true)
        }
    }

    @Test("in UTF-16 of either order, at even and odd places", arguments: 0..<40)
    func wide(shift: Int) throws {
        let planting = try Planting()
        let padding = String(repeating: "x", count: shift).bytes
        for isBig in [false, true] {
            let characters = (Self.before + planting.strings[0] + Self.behind).bytes
            let text = characters.flatMap { isBig ? [UInt8(0), $0] : [$0, UInt8(0)] }
            let found = try planting.found(in: padding + text)
            #expect(found.map(\.sought) == [0])
            #expect(found.first?.offset == shift + 2 * Self.before.utf8.count + (isBig ? 1 : 0))
            #expect(found.first?.spelling == .wide)
        }
    }

    @Test("another string, a part of one, and a public beginning are not it")
    func others() throws {
        let planting = try Planting(2, alsoBeginnings: ["00112233445566aa"])
        let string = planting.strings[0]
        for place in 1..<16 {
            #expect(try planting.found(in: string.cut(at: place, with: "g").bytes).isEmpty)
        }
        for place in 16..<64 {
            let last = string.dropFirst(place).first == "0" ? "1" : "0"
            let other = string.prefix(place) + last + string.dropFirst(place + 1)
            #expect(
                try planting.found(in: other.bytes).map(\.kind) == [.beginning(behind: 48)], "at \(place)")
        }
        #expect(try planting.found(in: string.prefix(40).utf8).map(\.kind) == [.beginning(behind: 24)])
        #expect(try planting.found(in: (string.prefix(16) + "…").utf8).isEmpty)
        #expect(try planting.found(in: (string.prefix(16) + "\n0123456789abcdef").utf8).isEmpty)
        #expect(try planting.found(in: "00112233445566aa 77".bytes).isEmpty)
        let elsewhere = try planting.found(in: ("x 00112233445566aa" + string.dropFirst(16)).utf8)
        #expect(
            elsewhere == [
                FoundToken(kind: .beginning(behind: 48), sought: 2, offset: 2, length: 64, spelling: [])
            ])
    }
}
