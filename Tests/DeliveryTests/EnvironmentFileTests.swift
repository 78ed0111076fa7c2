import Testing

@testable import Delivery

@Suite("A file of variables")
struct EnvironmentFileTests {
    private func read(_ text: String) throws -> [EnvironmentFile.Variable] {
        try EnvironmentFile(Array(text.utf8)).variables
    }

    @Test(
        "means what dotenv readers agree on, and nothing is expanded",
        arguments: [
            ("A=1", "1"), ("  export A = 'x y' ", "x y"), ("export\tA=1", "1"), ("A=", ""), ("A=   ", ""),
            ("A=''", ""),
            ("A=one two  ", "one two"), ("A=x=y", "x=y"), ("A=$HOME`id`", "$HOME`id`"),
            ("A='${HOME}'", "${HOME}"),
            ("A=1 # comment", "1"), ("A=1\t#comment # 'more", "1"), ("A=\"q\" # it's", "q"), ("A='q'#c", "q"),
            ("A='a # b'", "a # b"), ("A=\"a#b\" ", "a#b"), ("A=\"it's\"", "it's"), ("A='\"'", "\""),
            ("A=a\"b\"", "a\"b\""),
            (#"A="a\nb\rc""#, "a\nb\rc"), (#"A='a\nb'"#, #"a\nb"#), (#"A=C:\dir\n"#, #"C:\dir\n"#),
            (#"A="\d \$""#, #"\d \$"#),
            ("A=\"first\nsecond # no comment\n\" # comment", "first\nsecond # no comment\n"),
            ("A='a\n\nb'", "a\n\nb"),
            ("A=ä☃", "ä☃"), ("A=\"\tx \"", "\tx "),
        ] as [(String, String)])
    func values(_ line: String, _ value: String) throws {
        for end in ["\n", "\r\n"] {
            let file = "\u{FEFF}# first\n\n \t# second\n\(line)\nB=2".split(
                separator: "\n", omittingEmptySubsequences: false)
            let variables = try read(file.joined(separator: end))
            #expect(variables.map(\.name) == ["A", "B"])
            #expect(variables.first?.value == .plain(value) && variables.first?.line == 4)
        }
    }

    @Test(
        "has a token where a value is a reference, quoted or not, with a comment or without",
        arguments: [
            "A=lockstep://ci", "A=\"lockstep://ci\" # the token", "A='lockstep://ci'#c",
            "A=lockstep://ci # the token",
            "export A = lockstep://%63i",
        ])
    func references(_ line: String) throws {
        #expect(try read(line).map(\.value) == [.token(label: "ci")])
    }

    @Test(
        "is refused with the line where readers differ, or cannot understand it",
        arguments: [
            ("B", .form), ("export B", .form), ("=1", .name("")), ("1A=1", .name("1A")),
            ("A-B=1", .name("A-B")),
            ("A B=1", .name("A B")), ("'A'=1", .name("'A'")), ("export=1\nexport export=2", .again(first: 2)),
            ("Z=1", .again(first: 1)), ("A=\"x", .unclosed), ("A='x\nB=2", .unclosed), (#"A="x\"#, .unclosed),
            ("A=\"a\"b", .trailing), ("A='a' 'b'", .trailing), ("A=a#b", .comment), ("A=#b", .comment),
            ("A= # b", .comment),
            ("A=`x`", .quoting), ("A=x\u{A0}", .quoting), ("A=\u{2003}x", .quoting), (#"A="\t""#, .escape),
            (#"A="\"""#, .escape), (#"A='it\'s'"#, .escape), (#"A="\\""#, .escape), ("A=\"a\\\nb\"", .escape),
            ("A=${B}", .expansion), ("A=\"x${B:-y}\"", .expansion), ("A=a\u{7}", .control),
            ("A='a\rb'", .control),
            ("A=a\0b", .control), ("A=a\u{2028}b", .control), ("A=lockstep://", .reference(.empty)),
            ("A=lockstep://%", .reference(.encoding)), ("A=Bearer lockstep://ci", .embedded),
            ("A={{ lockstep://ci }}", .embedded), ("A=Lockstep://ci", .embedded),
            ("A='x\nlockstep://ci'", .embedded),
        ] as [(String, EnvironmentFile.Fault)])
    func faults(_ lines: String, _ fault: EnvironmentFile.Fault) {
        let line = if case .again(first: 2) = fault { 3 } else { 2 }
        #expect(throws: EnvironmentFile.Problem(fault: fault, line: line)) { try read("Z=1\n\(lines)") }
    }

    @Test(
        "that is no UTF-8 is refused with the line",
        arguments: [[0x41, 0x3D, 0xFF], [0xFF, 0xFE, 0x41, 0x00]] as [[UInt8]])
    func encoding(_ bytes: [UInt8]) {
        #expect(throws: EnvironmentFile.Problem(fault: .encoding, line: 2)) {
            try EnvironmentFile(Array("A=1\n".utf8) + bytes)
        }
    }
}
