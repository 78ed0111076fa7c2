import Foundation
import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Command

@Suite("What people are shown")
struct RenderingTests {
    @Test("is what its file says (LOCKSTEP_WRITE_TABLE=1 writes it again)", arguments: Rendered.all)
    func rendered(_ rendered: Rendered) {
        let text = rendered.all
        if ProcessInfo.processInfo.environment["LOCKSTEP_WRITE_TABLE"] != nil {
            TemporaryFolder.write(Array(text.utf8), to: rendered.path, mode: 0o644)
        }
        #expect(rendered.kept == text)
    }

    @Test("fits the terminal, and steers none", arguments: Rendered.all)
    func safe(_ rendered: Rendered) {
        for columns in rendered.widths {
            for line in rendered.text(columns).split(separator: "\n").map(String.init) {
                #expect(Printable.line(line) == line)
                // A word that is wider than what there is for it is left whole, beside its name at most.
                let words = Wrapping.words(line)
                let longest = words.map { Printable.width($0) }.max() ?? 0
                let isLong = words.count <= 3 && longest > columns - 14
                #expect(columns == 0 || isLong || Printable.width(line) <= columns, "\(line)")
            }
        }
    }

    @Test("cuts no label, whatever the terminal", arguments: Rendered.widths)
    func labels(_ columns: Int) {
        let table = Rendered.tokens().text(columns: columns)
        let said = table.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "\n")
        for view in Value.views {
            let label = view.record.label.text
            let pieces = Wrapping.lines(label, columns: 1, breaksNames: true)
            #expect(pieces.allSatisfy(said.contains), "\(label)\n\(table)")
        }
        #expect(!table.contains("…"))
    }

    @Test("has one file for each, and none is left over")
    func complete() {
        #expect(TemporaryFolder.names(in: Rendered.folder) == Rendered.all.map { "\($0.name).txt" }.sorted())
    }
}
