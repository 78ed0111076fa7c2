internal import Lifecycle

extension Applied {
    /// Whether it is done.
    package var isDone: Bool { failure == nil && !isSkipped }

    fileprivate func json(_ wording: borrowing Wording, isRehearsal: Bool) -> JSON {
        .object([
            ("action", .text(step.action.rawValue)), ("label", .text(step.label.text)),
            ("id", .id(step.before?.record.token.id)), ("causes", .texts(step.causes.map(\.rawValue))),
            ("policy", step.policy?.json ?? .null), ("done", .bool(isDone && !isRehearsal)),
            ("reason", .optional(failure.map { wording.failure($0).code })),
        ])
    }
}

extension JSON {
    /// What was done, or would be, until the vault matches a file.
    package static func applied(
        _ steps: [Applied], unchanged: Int, isRehearsal: Bool, _ wording: borrowing Wording
    ) -> JSON {
        var rows: [JSON] = []
        for step in steps { rows.append(step.json(wording, isRehearsal: isRehearsal)) }
        let failed = steps.count { $0.failure != nil }
        return .answer([
            ("dryRun", .bool(isRehearsal)), ("steps", .array(rows)), ("unchanged", .count(unchanged)),
            ("failed", .count(failed)), ("skipped", .count(steps.count(where: \.isSkipped))),
        ])
    }
}
