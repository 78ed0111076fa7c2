package import Lifecycle

// The state of a vault and its agent, and what is set in it.

extension VaultStanding {
    /// The state; with what the vault holds, where it could be looked at, and what has changed since somebody looked.
    package func json(
        _ counts: VaultCounts?, _ wording: borrowing Wording, since looked: Instant? = nil
    ) -> JSON {
        .answer(members + (counts?.members(wording, since: looked) ?? []))
    }

    /// The state, and what became of the agents that were told to lock or to end.
    package func json(after told: [LockedAgent]) -> JSON {
        var agents: [JSON] = []
        for agent in told { agents.append(agent.json) }
        return .answer(members + [("agents", .array(agents))])
    }

    private var members: [(String, JSON)] {
        [
            ("vault", .text(state.rawValue)), ("path", .text(path)), ("agent", .bool(isAgentThere)),
            ("agentPid", agentPid.map { .count($0) } ?? .null), ("agentCode", .optional(agentCode)),
            ("idle", idle.map { .count($0) } ?? .null), ("max", max.map { .count($0) } ?? .null),
            ("agentComesAgain", comesAgain.map { .bool($0) } ?? .null),
        ]
    }
}

extension LockedAgent {
    fileprivate var json: JSON {
        .object([
            ("became", .text(became.rawValue)), ("pid", pid.map { .count($0) } ?? .null),
            ("socket", .text(socket)), ("vault", .optional(vault)), ("comesAgain", .bool(comesAgain)),
        ])
    }
}

extension VaultCounts {
    fileprivate func members(_ wording: borrowing Wording, since looked: Instant?) -> [(String, JSON)] {
        var operations: [JSON] = []
        for view in pending { operations.append(view.json(wording)) }
        return [
            ("tokens", .count(tokens)), ("expiring", .count(expiring)), ("pending", .count(pending.count)),
            ("watching", .count(watching)), ("operations", .array(operations)),
            ("accounts", .array(accounts.map(\.json))), ("deposits", .count(deposits)),
            ("handsOutOnly", .bool(changes.isHandsOutOnly)),
            ("changesPerHour", .count(changes.changesAnHour)),
            ("since", looked.flatMap { recent?.json(since: $0) } ?? .null),
            ("restored", restored.map(JSON.moment) ?? .null),
        ]
    }
}

extension RecentChanges {
    /// What has changed since a moment; `nil` where that is not known.
    fileprivate func json(since moment: Instant) -> JSON? {
        counts.map { counts in
            let events = counts.map { count in
                (
                    count.event.name,
                    JSON.object([("count", .count(count.all)), ("byAgent", .count(count.byAgent))])
                )
            }
            return .object([
                ("time", .moment(moment)), ("events", .object(events)), ("more", .bool(isCut)),
            ])
        }
    }
}

extension VaultSettings {
    /// What is set.
    package var json: JSON {
        .answer([
            ("auditKeep", .number(auditKeep)), ("askpass", .optional(askpass)),
            ("hook", .optional(hook)),
            ("handsOutOnly", .bool(changes.isHandsOutOnly)),
            (
                "ceiling",
                changes.ceiling.isEmpty
                    ? .null
                    : .object([
                        (
                            "scopes",
                            changes.ceiling.scopes.map { .array($0.list.map { .text($0) }) } ?? .null
                        ), ("maxLifetime", .optional(changes.ceiling.lifetime?.text)),
                    ])
            ), ("changesPerHour", .number(Int64(changes.changesAnHour))),
            ("managers", .array(changes.managers.map(\.json))), ("backup", .optional(backup)),
        ])
    }

    /// The program that is told.
    package var hookJSON: JSON { .answer([("hook", .optional(hook))]) }
    /// The program that asks a person.
    package var askpassJSON: JSON { .answer([("askpass", .optional(askpass))]) }
}

extension JSON {
    /// A vault that was made.
    package static func made(vault path: String) -> JSON { .answer([("vault", .text(path))]) }

    /// A file that was written.
    package static func written(file path: String) -> JSON { .answer([("file", .text(path))]) }
}
