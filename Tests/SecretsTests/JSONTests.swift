import Secrets
import Testing

@Suite("JSON")
struct JSONTests {
    @Test(
        "accepts what RFC 8259 allows",
        arguments: [
            "{}", "[]", " { } ", "null", "true", "false", "0", "-0", "12", "1.5", "1e3", "1E-3", "\"\"",
            "\"\\u00e4\\n\\/\"", "\"\\ud83d\\ude00\"", "[1,2,[3]]", "{\"a\":{\"b\":[{}]}}",
            "\t\r\n[ 1 , 2 ]\n",
        ])
    func accepts(_ text: String) throws {
        _ = try ScannedJSON.scan(Array(text.utf8).span)
    }

    @Test(
        "refuses everything else",
        arguments: [
            "", " ", "{", "[", "}", "]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "[1,]", "[,]", "[1 2]",
            "{\"a\":1 \"b\":2}", "{a:1}", "{'a':1}", "{1:2}", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1",
            "NaN", "nul", "truee", "tru", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
            "\"\\ud83d\"", "\"\\ud83d\\u0041\"", "\"\\ude00\"", "\"a\nb\"", "{}{}", "{} x", "[1]/**/",
            "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "\u{FEFF}{}",
        ])
    func refuses(_ text: String) {
        #expect(throws: ScannedJSON.Fault.malformed) { try ScannedJSON.scan(Array(text.utf8).span) }
    }

    @Test(
        "refuses bytes that are not UTF-8",
        arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22]] as [[UInt8]])
    func notUTF8(_ bytes: [UInt8]) {
        #expect(throws: ScannedJSON.Fault.malformed) { try ScannedJSON.scan(bytes.span) }
    }

    @Test("refuses every beginning of a text that is cut short")
    func cutShort() {
        let whole = Array(#"{"id":1,"a":["\u00e4",null,-1.5e3],"b":{"c":true}}"#.utf8)
        for count in 0..<whole.count {
            let part = Array(whole.prefix(count))
            #expect(throws: ScannedJSON.Fault.malformed, "cut at \(count)") {
                try ScannedJSON.scan(part.span)
            }
        }
    }

    @Test("goes 32 deep and no deeper")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try ScannedJSON.scan(nested(33).span)
        #expect(throws: ScannedJSON.Fault.tooDeep) { try ScannedJSON.scan(nested(34).span) }
        #expect(throws: ScannedJSON.Fault.tooDeep) { try ScannedJSON.scan(nested(100_000).span) }
    }

    @Test(
        "reads integers only where they are whole and fit",
        arguments: [
            ("9223372036854775807", Int64.max), ("-5", -5), ("9223372036854775808", nil), ("1.0", nil),
            ("1e3", nil), ("\"1\"", nil), ("null", nil),
        ] as [(String, Int64?)])
    func integers(_ text: String, _ value: Int64?) throws {
        let bytes = Array(text.utf8)
        #expect(try ScannedJSON.scan(bytes.span).integer(in: bytes.span) == value)
    }

    @Test("resolves escapes in texts")
    func escapes() throws {
        let bytes = Array(#""a\u00e4\ud83d\ude00\"\\\/\b\f\n\r\tz""#.utf8)
        let text = try ScannedJSON.scan(bytes.span).text(in: bytes.span)
        #expect(text == "aä😀\"\\/\u{8}\u{C}\n\r\tz")
    }

    @Test(
        "what it quotes it reads back",
        arguments: [
            "", "plain", "\"\\", "\u{0}\u{1F}\u{7F}", "ä 😀 \u{2028}", "a/b", "</script>",
            "\u{202E}\u{E0041}\u{10FFFF}",
        ])
    func quoting(_ text: String) throws {
        let bytes = Array(ScannedJSON.quoted(text).utf8)
        #expect(try ScannedJSON.scan(bytes.span).text(in: bytes.span) == text)
    }

    @Test(
        "takes as token string only printable ASCII, without escapes, longer than a prefix",
        arguments: [
            (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 17), true),
            (String(repeating: "a", count: 16), false), ("", false),
            (String(repeating: "a", count: 257), false), (String(repeating: "ä", count: 32), false),
            (String(repeating: "a", count: 63) + " ", false),
            ("\\u0061" + String(repeating: "a", count: 63), false),
        ])
    func secrets(_ text: String, _ usable: Bool) throws {
        let bytes = Array("\"\(text)\"".utf8)
        #expect((try ScannedJSON.scan(bytes.span).secretRange(in: bytes.span) != nil) == usable)
    }
}
