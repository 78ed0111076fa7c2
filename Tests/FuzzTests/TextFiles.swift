import Lifecycle
import Requests
import Secrets

@testable import Command
@testable import Delivery

/// Files that people write: variables, templates, references, the configuration. The first byte says which.
enum TextFiles {
    static func problem(with bytes: [UInt8]) -> String? {
        var input = FuzzInput(bytes)
        switch input.byte() % 5 {
        case 0: return variables(input.all())
        case 1: return template(input.all())
        case 2: return reference(input.all())
        case 3: return passed(try? Settings(input.all(), of: "config"))
        default: return passed(try? SpecFile.read(input.all()))
        }
    }

    private static func passed<R>(_ result: R?) -> String? { nil }

    /// Names are names, each is there once, and no value holds what the system would cut it at.
    private static func variables(_ bytes: [UInt8]) -> String? {
        guard let file = try? EnvironmentFile(bytes) else { return nil }
        guard Set(file.variables.map(\.name)).count == file.variables.count else { return "a variable twice" }
        for variable in file.variables {
            guard VariableNames.isName(variable.name) else { return "a name that is none: \(variable.name)" }
            guard case .plain(let value) = variable.value else { continue }
            guard !value.utf8.contains(0) else { return "a NUL in \(variable.name)" }
            guard !value.contains(Reference.scheme) else { return "a reference as it stands" }
        }
        return nil
    }

    /// What is no reference stays byte for byte, and in its order.
    private static func template(_ bytes: [UInt8]) -> String? {
        guard let template = try? Template(bytes) else { return nil }
        var rest = bytes[...]
        for piece in template.pieces {
            guard case .text(let text) = piece else { continue }
            while !rest.starts(with: text) {
                guard !rest.isEmpty else { return "a text that the template does not have" }
                rest = rest.dropFirst()
            }
            rest = rest.dropFirst(text.count)
        }
        guard template.labels.isEmpty else { return nil }
        return template.pieces == [.text(bytes)] || bytes.isEmpty
            ? nil : "a template without references is changed"
    }

    private static func reference(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self),
            let label = try? Reference.label(in: text)
        else { return nil }
        return label.isEmpty ? "a reference without a label" : nil
    }
}
