import Foundation
import Testing

@testable import Command

@Suite("The manual")
struct ManualTests {
    private func text(_ file: String) throws -> String {
        try #require(ManualPages.named(file)).text(day: "2026-11-26", version: "1.2.3")
    }

    @Test("has a page for each verb, with its summary, flags and examples", arguments: Verbs.all.map(\.name))
    func verb(_ name: String) throws {
        let (verb, page) = (try Verbs.named(name), try text("lockstep-\(name).1"))
        for flag in verb.flags + verb.commonFlags {
            #expect(page.contains("\\fB\\-\\-\(flag.long.replacing("-", with: "\\-"))\\fR"), "\(flag.long)")
        }
        #expect(
            page.split(separator: "\n").filter { $0.hasPrefix(".TP") }.count == verb.flags.count
                + verb.commonFlags.count)
        #expect(verb.examples.isEmpty == !page.contains(".EX"))
        #expect(page.hasPrefix(".TH LOCKSTEP\\-\(name.uppercased()) 1 2026-11-26 \"Lockstep 1.2.3\""))
        #expect(try text("lockstep.1").contains("\\fBlockstep\\-\(name)\\fR(1)"))
    }

    @Test("refers only to pages that there are")
    func references() {
        let pages = Set(ManualPages.all.map(\.file))
        for page in ManualPages.all {
            for name in page.related {
                let parts = name.split(separator: "(")
                #expect(pages.contains("\(parts[0]).\(parts[1].dropLast())"), "\(page.file): \(name)")
            }
        }
        #expect(pages.count == Verbs.all.count + 3)
    }

    @Test(
        "no line begins like a request that is none, and none is long", arguments: ManualPages.all.map(\.file)
    )
    func lines(_ file: String) throws {
        let macros = [".TH", ".SH", ".PP", ".TP", ".EX", ".EE", ".BR", ".br"]
        for line in try text(file).split(separator: "\n") {
            #expect(!line.hasPrefix("'") && line.utf8.count <= 160, "\(line)")
            if line.hasPrefix(".") { #expect(macros.contains(String(line.prefix(3))), "\(line)") }
        }
    }

    @Test("what would be roff is text")
    func escaped() {
        var roff = Roff()
        roff.paragraph(#".x "a\b" --c"#)
        roff.item(Roff.Line().bold(".y"), "'z")
        #expect(roff.text == "\\&.x \\(dqa\\eb\\(dq \\-\\-c\n.TP\n\\fB.y\\fR\n\\&'z\n")
    }

    @Test("has the exit codes of Docs/ExitCodes.md, with its words first")
    func exits() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Docs/ExitCodes.md").standardized
        var rows: [Int32: String] = [:]
        for line in try String(contentsOf: page, encoding: .utf8).split(separator: "\n") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            if cells.count > 1, let number = Int32(cells[0]) {
                rows[number] = cells[1].replacing("`", with: "")
            }
        }
        #expect(Set(rows.keys) == Set(ExitCode.allCases.map(\.rawValue)))
        for code in ExitCode.allCases {
            #expect(code.meaning.hasPrefix(rows[code.rawValue] ?? "?"), "\(code)")
        }
    }
}
