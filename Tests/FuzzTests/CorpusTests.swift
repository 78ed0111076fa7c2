import Foundation
import Secrets
import Testing

@Suite("What fuzzing has found, and what it begins with")
struct CorpusTests {
    /// The inputs of a target: one a line, in hexadecimal digits.
    private static func corpus(of target: FuzzTarget) throws -> [[UInt8]] {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = here.appendingPathComponent("Corpora/\(target.rawValue).hex")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try #require(Hex.bytes(String($0)), "\($0) is not hexadecimal")
        }
    }

    @Test("is taken, cut, and changed, without a problem", arguments: FuzzTarget.allCases)
    func corpus(_ target: FuzzTarget) throws {
        let inputs = try CorpusTests.corpus(of: target)
        #expect(inputs.count >= 10)
        for input in inputs {
            #expect(target.problem(with: input) == nil)
            guard !input.isEmpty else { continue }
            for place in [input.count / 3, input.count / 2, input.count - 1] {
                #expect(target.problem(with: Array(input[..<place])) == nil)
                var changed = input
                changed[place] ^= 0x81
                #expect(target.problem(with: changed) == nil)
            }
        }
    }
}
