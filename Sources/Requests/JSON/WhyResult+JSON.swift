package import Lifecycle

// What is known of the use of a token, for scripts.

extension WhyResult {
    /// All of it; `docker` is what this user's docker gets it for.
    package func json(_ wording: borrowing Wording, docker: [String], now: Instant) -> JSON {
        let policy = token.record.policy
        return .answer([
            ("label", .text(token.record.label.text)), ("token", token.json(wording, now: now)),
            ("made", made?.json ?? .null), ("owner", .text(policy?.owner ?? "")),
            ("purpose", .text(policy?.purpose ?? "")), ("tags", .texts(policy?.tags ?? [])),
            ("read", readings.json), ("readLately", .array(recentReaders.map(\.json))),
            ("lately", .moment(recent)), ("uses", .array(uses.map(\.json))),
            ("usesSince", .moment(usesSince)), ("hosts", .texts(hosts.map(\.text))),
            ("docker", .texts(docker)), ("older", .array(older.map { json(of: $0) })),
            ("unknown", .texts(unknown.map(\.rawValue))), ("advice", .text(advice(at: now).rawValue)),
        ])
    }

    private func json(of item: TimelineItem) -> JSON {
        let record = item.view.record
        return .object([
            ("generation", .count(record.generation)), ("state", .text(record.state.name)),
            ("expires", .moment(record.token.expiry.moment)), ("overlapEnds", .moment(item.overlap)),
            ("notMoved", .array(unmoved(from: record.generation).map(\.json))),
        ])
    }
}

extension WhyResult.Use {
    fileprivate var json: JSON {
        .object([("through", .text(detail)), ("count", .count(count)), ("last", .moment(last))])
    }
}
