import Glibc
import TestSupport

@testable import Command

/// What is printed of some values, as a file has it: what changes shows in a diff.
struct Rendered: CustomStringConvertible, Sendable {
    /// The terminals that it is shown on; 0 stands for none.
    static let widths = [40, 60, 80, 120, 200, 0]
    let name: String
    /// The widths it is made for.
    let widths: [Int]
    private let make: @Sendable (Int) -> String

    init(_ name: String, _ widths: [Int] = [0], _ text: @escaping @Sendable (Int) -> String) {
        (self.name, self.widths, make) = (name, widths, text)
    }

    /// A table on each terminal.
    static func table(_ name: String, _ table: @escaping @Sendable () -> Table) -> Rendered {
        Rendered(name, widths) { table().text(columns: $0) }
    }

    /// What is known of some things, on each terminal.
    static func facts(_ name: String, _ facts: @escaping @Sendable () -> [Facts]) -> Rendered {
        Rendered(name, widths) { columns in facts().map { $0.text(columns: columns) }.joined(separator: "\n")
        }
    }

    static func lines(_ name: String, _ lines: @escaping @Sendable () -> [String]) -> Rendered {
        Rendered(name) { _ in lines().map { $0 + "\n" }.joined() }
    }

    /// The text for a width. Times are Berlin's, by a rule that needs no file of zones.
    func text(_ columns: Int) -> String {
        Rendered.zone
        return make(columns)
    }

    /// All of it, with a line above each width.
    var all: String {
        guard widths.count > 1 else { return text(widths[0]) }
        return widths.map { columns in
            "=== \(columns == 0 ? "no terminal" : "\(columns) columns")\n" + text(columns)
        }.joined()
    }

    static let zone: Void = {
        unsafe setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1)
        tzset()
    }()

    var description: String { name }
    static let folder = "\(#filePath.split(separator: "/").dropLast().map { "/\($0)" }.joined())/Rendered"
    var path: String { "\(Rendered.folder)/\(name).txt" }
    var kept: String { String(decoding: TemporaryFolder.bytes(of: path), as: UTF8.self) }
}
