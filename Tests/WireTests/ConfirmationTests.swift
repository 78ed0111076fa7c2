import Lifecycle
import Testing

@testable import Wire

@Suite("The question to a person")
struct ConfirmationTests {
    private func question(_ executable: String, unit: String = "", labels: [String] = ["ci"]) throws -> String
    {
        let caller = Caller(pid: 7, user: 1000, executable: executable, unit: unit)
        return try #require(try Confirmation.question(labels.map { try Label($0) }, caller))
    }

    @Test("names the labels first, then the program as the kernel does")
    func order() throws {
        #expect(
            try question("/usr/bin/terraform", unit: "web.service", labels: ["ci", "web é"])
                == #"Hand out 'ci', 'web é'? Asked for by "/usr/bin/terraform" (process 7, unit "web.service")."#
        )
        #expect(try question("") == "Hand out 'ci'? Asked for by a program that is not known (process 7).")
    }

    @Test(
        "shows nothing of a path or a unit that could pass for another part of it",
        arguments: [
            ("/tmp/x\" (process 1)? ", "/tmp/x\\u{22}\\u{20}\\u{28}process\\u{20}1\\u{29}\\u{3f}\\u{20}"),
            ("/a\nb\r\u{1b}[2J", "/a\\u{a}b\\u{d}\\u{1b}\\u{5b}2J"),
            ("/a\u{202e}b\u{2066}", "/a\\u{202e}b\\u{2066}"),
            ("/\u{5d0}'<b>&\\", "/\\u{5d0}\\u{27}\\u{3c}b\\u{3e}\\u{26}\\u{5c}"),
            ("/\u{a0}\u{2028}", "/\\u{a0}\\u{2028}"),
        ])
    func escapes(_ path: String, _ shown: String) throws {
        #expect(try question(path) == "Hand out 'ci'? Asked for by \"\(shown)\" (process 7).")
        #expect(try question("/x", unit: path).hasSuffix("(process 7, unit \"\(shown)\")."))
    }

    @Test("is short, however long the path is, and shows where the path begins and ends")
    func cut() throws {
        let long = "/opt/me/" + String(repeating: " ", count: 4000) + "/terraform"
        let text = try question(long)
        #expect(text.count < 140 && text.hasPrefix("Hand out 'ci'? Asked for by \"/opt/me/"), "\(text)")
        #expect(text.hasSuffix("/terraform\" (process 7)."), "\(text)")
    }

    @Test("names every label, or is not asked")
    func labels() throws {
        let labels = try (1...Confirmation.most + 1).map { try Label("l\($0)") }
        let caller = Caller(pid: 7, user: 1000, executable: "/x")
        let question = try #require(Confirmation.question(labels.dropLast(), caller))
        #expect(labels.dropLast().allSatisfy { question.contains("'\($0.text)'") })
        #expect(Confirmation.question(labels, caller) == nil)
    }
}
