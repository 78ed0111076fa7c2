import Foundation
import Testing

@testable import Command

@Suite("Docs/Environment.md")
struct EnvironmentPageTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardized

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// All that is in backquotes on the page, and the files of examples.
    private func page() throws -> (text: String, names: Set<String>) {
        let text = try Self.text("Docs/Environment.md")
        return (text, Set(text.matches(of: /`([^`\n]+)`/).map { String($0.1) }))
    }

    /// The texts of all files in a folder of the project.
    private func texts(_ folder: String, _ endings: [String]) throws -> [String] {
        let folder = Self.root.appending(path: folder)
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return files.compactMap { $0 as? URL }.filter { endings.contains($0.pathExtension) }
            .compactMap { try? String(contentsOf: $0, encoding: .utf8) }
    }

    @Test("has every variable that the sources name")
    func variables() throws {
        let names = try page().names
        var found: Set<String> = []
        // Those that the loader reads, and nothing of Lockstep, stand in a list of their own.
        for text in try texts("Sources", ["swift", "c"]) where !text.contains("enum LoaderVariables") {
            found.formUnion(text.matches(of: /"([A-Z][A-Z0-9]*(_[A-Z0-9]+)+)=?"/).map { String($0.1) })
            found.formUnion(
                text.matches(of: /(?:nvironment|\.value|epairedValue)\("([A-Z]+)"\)/).map { String($0.1) })
        }
        found.formUnion(
            try Self.text("Package.swift").matches(of: /"(LOCKSTEP_[A-Z]+)"/).map { String($0.1) })
        #expect(found.count > 30)
        #expect(found.subtracting(names).isEmpty, "\(found.subtracting(names).sorted())")
    }

    @Test("names no variable that nothing reads or sets")
    func stale() throws {
        let sources = try texts("Sources", ["swift", "c"]) + texts("Scripts", [""])
        let all = (sources + [try Self.text("Package.swift")]).joined(separator: "\n")
        for name in try page().names where name.wholeMatch(of: /[A-Za-z]+(_[A-Za-z]+)+/) != nil {
            #expect(all.contains(name), "\(name)")
        }
    }

    @Test("has what the manual has, and each setting with what is usual")
    func tables() throws {
        let (text, names) = try page()
        for entry in Surroundings.variables + Surroundings.files + Surroundings.besideVault {
            for name in entry.name.split(separator: ", ") {
                let last = name.split(separator: "/").last ?? ""
                #expect(names.contains(String(name)) || text.contains(last), "\(name)")
            }
        }
        for key in SettingKey.allCases {
            let row = text.split(separator: "\n").first { $0.hasPrefix("| `\(key.rawValue)` |") }
            #expect(row.map { key.usual == nil || $0.contains("| \(key.usual ?? "")") } == true, "\(key)")
        }
    }
}
