package import Lifecycle

// Tokens, and what waits for them.

extension TokenView {
    /// A token of the vault; standing alone it has the version, and what is known of its readers.
    package func json(
        _ wording: borrowing Wording, now: Instant, isAlone: Bool = false, read: LabelReadings? = nil
    ) -> JSON {
        // Taken out once: each look from here is a copy, and a listing has a hundred thousand.
        let record = record
        let token = record.token
        var members: [JSON.Member] = isAlone ? [.init("version", 1)] : []
        members += [
            .init("label", .text(record.label.text)),
            .init("account", .text(account)),
            .init("id", .id(token.id)),
            .init("scopes", .texts(token.scopes.list)),
            .init("created", .moment(token.created)),
            .init("expires", .moment(token.expiry.moment)),
            .init("state", .text(record.state.name)),
            .init("generation", .count(record.generation)),
            .init("ephemeral", .bool(record.isLeased)),
            .init("prefix", .text(token.prefix)),
            .init("flags", .flags(of: record, now: now)),
            .init("pending", pending?.json(wording) ?? .null),
            .init("until", .moment(until)),
            .init("grants", .array(record.grants.map(\.json))),
            .init("policy", record.policy?.json ?? .null),
            .init("renews", .moment(record.policy?.due(record))),
        ]
        if let read { members.append(.init("read", read.json(of: record))) }
        return .object(members)
    }
}

extension JSON {
    /// A listing, with a place for its tokens, each a `TokenView` in JSON, and the accounts whose provisioning token runs out.
    package static func tokens(expiring accounts: [Account]) -> JSON {
        let accounts = accounts.map { account in
            JSON.object([
                ("account", .text(account.name.text)), ("expires", .moment(account.token?.expiry.moment)),
            ])
        }
        return .answer([("tokens", .array([.place])), ("expiringAccounts", .array(accounts))])
    }

    fileprivate static func flags(of record: Record, now: Instant) -> JSON {
        .array(TokenFlag.of(record, now: now).map { .text($0.rawValue) })
    }

    /// The rules of a token.
    package static func grants(_ grants: [Grant], of label: Label) -> JSON {
        .answer([("label", .text(label.text)), ("grants", .array(grants.map(\.json)))])
    }

    /// The vault's rules on who may change tokens.
    package static func managers(_ rules: [Grant]) -> JSON {
        .answer([("managers", .array(rules.map(\.json)))])
    }

    /// The hosts that a token is bound to.
    package static func hosts(_ hosts: [Destination], of label: Label) -> JSON {
        .answer([("label", .text(label.text)), ("hosts", .texts(hosts.map(\.text)))])
    }
}

extension PendingView {
    /// An operation that is not finished.
    package func json(_ wording: borrowing Wording) -> JSON {
        let words = wording.pending(self)
        return .object([
            ("operation", .text(operation)), ("label", .text(label.text)), ("id", .id(token)),
            ("began", .moment(began)), ("reason", .text(words.code)), ("message", .text(words.message)),
            ("tries", .count(setback?.times ?? 0)), ("last", .moment(setback?.time)),
            ("due", .moment(setback?.due)),
        ])
    }
}

extension Grant {
    var json: JSON {
        .object([
            ("exe", .optional(executable)), ("unit", .optional(unit)), ("cgroup", .optional(cgroup)),
            ("confirm", .bool(confirmation != nil)), ("terminal", .bool(confirmation == .terminal)),
            ("into", .optional(into)), ("manage", .bool(manages)),
        ])
    }
}
