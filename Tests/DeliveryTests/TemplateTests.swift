import Delivery
import Testing

@Suite("References")
struct TemplateTests {
    private func render(_ template: Template) -> String {
        template.pieces.map { piece in
            switch piece {
            case .text(let bytes): String(decoding: bytes, as: UTF8.self)
            case .token(let label): "<\(label)>"
            }
        }.joined()
    }

    @Test(
        "are filled in braces anywhere, and by themselves where they stand alone",
        arguments: [
            ("", ""), ("plain {{ text }} {x}", "plain {{ text }} {x}"),
            ("a={{ lockstep://ci }}b", "a=<ci>b"), ("{{lockstep://ci/deploy}}", "<ci/deploy>"),
            ("{{\tlockstep://my label \t}}", "<my label>"), ("TOKEN=lockstep://ci\n", "TOKEN=<ci>\n"),
            ("t: \"lockstep://ci\",", "t: \"<ci>\","), ("lockstep://a lockstep://b", "<a> <b>"),
            ("xlockstep://ci", "xlockstep://ci"), ("https://lockstep://ci", "https://lockstep://ci"),
            ("lockstep://a%20b%2Fc;", "<a b/c>;"), ("{{ lockstep://%7B }}", "<{>"),
            ("{{ {{ lockstep://ci }} }}", "{{ <ci> }}"), ("lockstep:/ci lockstep:", "lockstep:/ci lockstep:"),
            ("é{{ lockstep://é }}é", "é<é>é"), ("\u{0}lockstep://ci\u{0}", "\u{0}<ci>\u{0}"),
        ])
    func filled(_ text: String, _ expected: String) throws {
        #expect(render(try Template(Array(text.utf8))) == expected)
    }

    @Test("keep bytes that are no text as they are")
    func bytes() throws {
        #expect(try Template([0xFF, 0xFE]).pieces == [.text([0xFF, 0xFE])])
    }

    @Test(
        "that are wrong are told, not passed over",
        arguments: [
            ("lockstep://", .empty), ("{{ lockstep:// }}", .empty), ("{{ lockstep://ci", .unclosed),
            ("{{ lockstep://ci\n}}", .unclosed), ("lockstep://a%2", .encoding), ("lockstep://%zz", .encoding),
            ("lockstep://%ff", .encoding),
        ] as [(String, Reference.Problem)])
    func wrong(_ text: String, _ problem: Reference.Problem) {
        #expect(throws: problem) { try Template(Array(text.utf8)) }
    }

    @Test("are asked for once each, in their order")
    func labels() throws {
        let template = try Template(Array("lockstep://b {{ lockstep://a }} lockstep://b".utf8))
        #expect(template.labels == ["b", "a"])
    }
}
