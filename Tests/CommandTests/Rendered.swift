import TestSupport

@testable import Command

/// What is printed of some values, as a file has it: what changes shows in a diff.
struct Rendered: CustomStringConvertible, Sendable {
    let name: String
    /// The columns that no line goes beyond; 0 where lines are as long as they are.
    let columns: Int
    let text: @Sendable () -> String

    init(_ name: String, columns: Int = 0, _ text: @escaping @Sendable () -> String) {
        (self.name, self.columns, self.text) = (name, columns, text)
    }

    /// A table as a terminal of 80 columns shows it.
    static func table(_ name: String, _ table: @escaping @Sendable () -> Table) -> Rendered {
        Rendered(name, columns: 80) { table().text(columns: 80) }
    }

    static func lines(_ name: String, _ lines: @escaping @Sendable () -> [String]) -> Rendered {
        Rendered(name) { lines().map { $0 + "\n" }.joined() }
    }

    var description: String { name }
    static let folder = "\(#filePath.split(separator: "/").dropLast().map { "/\($0)" }.joined())/Rendered"
    var path: String { "\(Rendered.folder)/\(name).txt" }
    var kept: String { String(decoding: TemporaryFolder.bytes(of: path), as: UTF8.self) }
}
