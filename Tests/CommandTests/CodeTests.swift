import Foundation
import Lifecycle
import Requests
import Testing

@testable import Command

@Suite("Codes for scripts")
struct CodeTests {
    /// The rows of the table under a heading that begins so; of each the cells.
    private func table(_ heading: String) throws -> [[String]] {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Docs/ExitCodes.md").standardized
        let lines = try String(contentsOf: page, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix(heading) })
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    private func codes(_ cell: String) -> [String] {
        cell.split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
    }

    @Test("the codes of errors and Docs/ExitCodes.md name exactly the same, in the same order")
    func errors() throws {
        let rows = try table("| code | exit | means |")
        #expect(rows.flatMap { codes($0[0]) } == ErrorCode.allCases.map(\.rawValue))
        #expect(rows.allSatisfy { $0.count == 3 })
    }

    @Test(
        "the page gives every code of an error an exit code that exists, and none that says that all is done")
    func exits() throws {
        for row in try table("| code | exit | means |") {
            for number in codes(row[1]) {
                let exit = try #require(Int32(number).flatMap(ExitCode.init), "\(row)")
                #expect(exit != .done, "\(row)")
            }
        }
    }

    @Test("the codes of warnings and Docs/ExitCodes.md name exactly the same, but for an agent's problems")
    func warnings() throws {
        let told = try table("| code of a warning | means |").flatMap { codes($0[0]) }
        let others = Set(told).subtracting(WarningCode.allCases.map(\.rawValue))
        #expect(Set(WarningCode.allCases.map(\.rawValue)).isSubset(of: told))
        #expect(Set(told).count == told.count)
        #expect(
            others == [
                "foreign-agent", "other-agent", "agent-broken", "stopped-agent", "held-elsewhere",
                "hidden-agent",
                "agent-unknown",
            ])
        #expect(others.allSatisfy { ErrorCode(rawValue: $0) != nil })
    }

    @Test(
        "a hand-out that failed says once that nothing was handed out, whatever the vault says",
        arguments: LedgerError.Code.allCases)
    func handedOut(_ code: LedgerError.Code) throws {
        let problem = Problem(LedgerError(code), asking: [try Label("ci")])
        let said = problem.safe.components(separatedBy: "handed out").count - 1
        // That there is no such token says it, too.
        #expect(code == .absent ? said == 0 : said == 1, "\(problem.safe)")
    }
}
