internal import Lifecycle

extension ImportedString {
    fileprivate var json: JSON {
        .object([
            ("source", .text(source)), ("name", .text(name)), ("line", .count(line)),
            ("result", .text(fate.rawValue)), ("label", .optional(label)), ("account", .optional(account)),
            ("id", .id(token?.id)), ("prefix", .optional(token?.prefix)), ("user", .optional(user)),
            ("taken", .bool(isTaken)), ("reason", .optional(reason)),
        ])
    }
}

extension JSON {
    /// What came of an import, or would.
    package static func imported(_ strings: [ImportedString], isRehearsal: Bool) -> JSON {
        .answer([
            ("dryRun", .bool(isRehearsal)), ("found", .array(strings.map(\.json))),
            ("sealed", .count(strings.count { $0.fate == .sealed })),
            ("left", .count(strings.count(where: \.isLeft))),
        ])
    }
}
