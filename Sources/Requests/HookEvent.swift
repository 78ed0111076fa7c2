internal import Lifecycle

/// Something that a program is told of: a word, and more of it as JSON. Never a secret.
package struct HookEvent: Sendable {
    /// Its word: `rotate`, `revoke`, `fail` or `warn`.
    package let word: String
    /// What it is about.
    package let json: JSON

    private init(_ word: String, _ members: [(String, JSON)]) {
        self.word = word
        json = .answer([("event", .text(word))] + members)
    }

    /// What a tick did and found: renewals, revocations, what did not work, and what will expire.
    package static func all(of result: TickResult) -> [HookEvent] {
        var events: [HookEvent] = []
        for rotated in result.rotated { events += HookEvent.events(of: rotated) }
        for line in result.sync?.lines ?? [] {
            if let event = HookEvent.event(of: line) { events.append(event) }
        }
        for warning in result.warnings { events.append(event(of: warning)) }
        return events
    }

    private static func events(of one: Rotated) -> [HookEvent] {
        let old = one.old.record
        let common: [(String, JSON)] = [
            ("label", .text(old.label.text)), ("account", .text(one.old.account)),
            ("old", .id(old.token.id)), ("new", .id(one.new?.record.token.id)),
            ("until", .moment(one.until)), ("reason", .optional(one.failure?.errorCode.rawValue)),
        ]
        return (one.new == nil ? [] : [HookEvent("rotate", common)])
            + (one.failure == nil ? [] : [HookEvent("fail", common)])
    }

    private static func event(of line: SyncResult.Line) -> HookEvent? {
        guard let word = word(of: line) else { return nil }
        return HookEvent(
            word,
            [
                ("label", .text(line.operation.label.text)), ("operation", .text(line.operation.operation)),
                ("state", .text(line.state.rawValue)),
                ("reason", .optional(line.failure?.errorCode.rawValue)),
            ])
    }

    private static func word(of line: SyncResult.Line) -> String? {
        switch line.state {
        case .done:
            ["rotate", "revoke", "rotate-account"].contains(line.operation.operation) ? "revoke" : nil
        case .pending: "fail"
        case .undone, .kept, .watching, .open, .elsewhere: nil
        }
    }

    private static func event(of warning: ExpiryWarning) -> HookEvent {
        HookEvent(
            "warn",
            [
                ("label", .optional(warning.label?.text)), ("account", .text(warning.account)),
                ("id", .id(warning.id)), ("expires", .moment(warning.expiry)),
                ("within", .text("\(warning.days)d")),
            ])
    }
}
