import Foundation
import Lifecycle
import TestSupport
import Testing

@testable import Command

@Suite("What people are shown")
struct RenderingTests {
    @Test("is what its file says (LOCKSTEP_WRITE_TABLE=1 writes it again)", arguments: Rendered.all)
    func rendered(_ rendered: Rendered) {
        let text = rendered.text()
        if ProcessInfo.processInfo.environment["LOCKSTEP_WRITE_TABLE"] != nil {
            TemporaryFolder.write(Array(text.utf8), to: rendered.path, mode: 0o644)
        }
        #expect(rendered.kept == text)
    }

    @Test("fits the terminal, and steers none", arguments: Rendered.all)
    func safe(_ rendered: Rendered) {
        for line in rendered.text().split(separator: "\n") {
            #expect(Printable.line(String(line)) == String(line))
            #expect(rendered.columns == 0 || Printable.width(String(line)) <= rendered.columns, "\(line)")
        }
    }

    @Test("has one file for each, and none is left over")
    func complete() {
        #expect(TemporaryFolder.names(in: Rendered.folder) == Rendered.all.map { "\($0.name).txt" }.sorted())
    }
}
