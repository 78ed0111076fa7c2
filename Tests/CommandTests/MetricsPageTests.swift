import Foundation
import Testing

@testable import Command

@Suite("Docs/Metrics.md")
struct MetricsPageTests {
    @Test("has exactly the series that there are, each with its type and its help")
    func series() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Docs/Metrics.md").standardized
        let text = try String(contentsOf: page, encoding: .utf8)
        let written = Set(
            text.matches(of: /(?m)^\| `(lockstep_\w+)[^|]*\| (\w+) \|/).map { "\($0.1) \($0.2)" })
        let rendered = try #require(Rendered.monitoring.last).text(0)
        let made = Set(rendered.matches(of: /# TYPE (\S+ \S+)/).map { String($0.1) })
        #expect(written == made)
    }
}
