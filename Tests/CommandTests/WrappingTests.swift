import Testing

@testable import Command

@Suite("Lines on a terminal")
struct WrappingTests {
    @Test(
        "are broken between words, and never in what stands in quotation marks",
        arguments: [
            ("one two three", 8, ["one two", "  three"]), ("one", 2, ["one"]), ("", 5, [""]),
            ("  one two", 7, ["  one", "    two"]), ("one two", 0, ["one two"]),
            ("see '/a b/c d' now", 10, ["see", "  '/a b/c d'", "  now"]),
            ("the vault's file and ours", 12, ["the vault's", "  file and", "  ours"]),
            (#"grant 'it'\''s x' --all"#, 12, ["grant", #"  'it'\''s x'"#, "  --all"]),
            ("日本 語語 x", 7, ["日本", "  語語", "  x"]),
        ] as [(String, Int, [String])])
    func wrapped(_ text: String, _ columns: Int, _ lines: [String]) {
        #expect(Wrapping.lines(text, columns: columns, hanging: 2) == lines)
    }

    @Test("of a label or a path go on behind one of its signs, and nothing of it is lost")
    func names() {
        let path = "/usr/local/lib/a-program/of.ours"
        let lines = Wrapping.lines(path, columns: 12, breaksNames: true)
        #expect(lines.joined() == path && lines.count > 2)
    }

    @Test("colours surround words, and no colour changes them")
    func colours() {
        #expect(Style.bad.set("expired") == "\u{1B}[31mexpired\u{1B}[0m" && Style.plain.set("x") == "x")
    }
}
