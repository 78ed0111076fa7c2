import Foundation
import Requests
import TestSupport
import Testing

@Suite("The JSON of every answer")
struct JSONTests {
    @Test(
        "is what its golden file says, byte for byte (LOCKSTEP_WRITE_TABLE=1 writes it again)",
        arguments: Golden.all)
    func golden(_ golden: Golden) {
        if isWriting { TemporaryFolder.write(Array(golden.text.utf8), to: golden.path, mode: 0o644) }
        let kept = golden.kept
        for (wanted, found) in zip(kept.split(separator: "\n"), golden.text.split(separator: "\n")) {
            #expect(wanted == found)
        }
        #expect(kept == golden.text)
        #expect(Golden.joined(kept) == golden.line)
    }

    private var isWriting: Bool { ProcessInfo.processInfo.environment["LOCKSTEP_WRITE_TABLE"] != nil }

    @Test("has one golden file for each kind, and none is left over")
    func complete() {
        #expect(TemporaryFolder.names(in: Golden.folder) == Golden.all.map { "\($0.name).json" }.sorted())
    }

    @Test(
        "is read by a reader that we did not write, on one line and without a name twice",
        arguments: Golden.all)
    func valid(_ golden: Golden) throws {
        for (name, json) in golden.forms() {
            let line = json.line
            #expect(!line.contains("\n") && !line.contains("\0"), "\(name)")
            let read = try JSONSerialization.jsonObject(with: Data(line.utf8))
            #expect(read is [String: Any], "\(name)")
            #expect(!hasTwice(json), "\(name)")
        }
    }

    private func hasTwice(_ json: JSON) -> Bool {
        switch json {
        case .object(let members):
            Set(members.map(\.name)).count < members.count || members.contains { hasTwice($0.value) }
        case .array(let values): values.contains(where: hasTwice)
        default: false
        }
    }

    @Test("a place in an answer is where it is cut in two, and what is around it is whole")
    func place() {
        let (before, after) = JSON.object([("a\u{0}", "\u{0}"), ("b", .array([.place])), ("c", .null)]).around
        #expect(String(decoding: before, as: UTF8.self) == #"{"a\u0000":"\u0000","b":["#)
        #expect(String(decoding: after, as: UTF8.self) == #"],"c":null}"#)
    }
}
