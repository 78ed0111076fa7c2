import HandOut
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

@Suite("A file of variables")
struct EnvironmentFileTests {
    @Test(
        "is read line by line, and nothing is expanded",
        arguments: [
            ("A=1", "A", .plain("1")), ("  export A = 'x y' ", "A", .plain("x y")), ("A=", "A", .plain("")),
            ("A=\"q\"\r", "A", .plain("q")), ("A=$HOME`id`", "A", .plain("$HOME`id`")),
            ("A=lockstep://ci/x", "A", .token(label: "ci/x")),
            ("A='lockstep://my label'", "A", .token(label: "my label")),
            ("A=x=y", "A", .plain("x=y")), ("A=\"", "A", .plain("\"")),
            ("A=1 # no comment", "A", .plain("1 # no comment")),
        ] as [(String, String, EnvironmentFile.Value)])
    func lines(_ line: String, _ name: String, _ value: EnvironmentFile.Value) throws {
        let file = try EnvironmentFile(Array("# first\n\n\(line)\n".utf8))
        #expect(file.variables.count == 1)
        #expect(file.variables.first?.name == name && file.variables.first?.value == value)
    }

    @Test("says the line that it does not understand")
    func wrong() {
        #expect(throws: EnvironmentFile.Problem.form(line: 2)) { try EnvironmentFile(Array("A=1\nB\n".utf8)) }
        #expect(throws: EnvironmentFile.Problem.form(line: 1)) { try EnvironmentFile([0x41, 0x3D, 0xFF]) }
        #expect(throws: EnvironmentFile.Problem.reference(.empty, line: 1)) {
            try EnvironmentFile(Array("A=lockstep://".utf8))
        }
    }
}
