internal import Lifecycle
internal import ProviderProfiles
internal import Requests

/// What `status` tells people.
enum StatusLines {
    static func facts(
        _ standing: VaultStanding, _ counts: VaultCounts?, since looked: Instant? = nil, now: Instant
    ) -> Facts {
        let state = [
            Fact("vault", standing.state.rawValue, standing.state == .unlocked ? .good : .plain),
            Fact("path", standing.path), Fact("agent", agent(standing)),
        ]
        // Which operations are pending is told on stderr.
        let held = counts.map { counts in
            restored(counts, now) + [
                Fact("tokens", tokens(counts)),
                Fact("pending", operations(counts.pending.count), counts.pending.isEmpty ? .plain : .warning),
                Fact("watching", watching(counts.watching)),
                Fact("deposits", deposits(counts.deposits), .warning),
            ] + accounts(counts.accounts, now) + [
                Fact("limits", words(counts.changes) ?? ""),
                Fact("changed", counts.recent?.words(since: looked, now: now) ?? ""),
            ]
        }
        return Facts(state + (held ?? []), least: 8)
    }

    /// The agent: whether it runs, has the keys, and when it locks.
    private static func agent(_ standing: VaultStanding) -> String {
        let process = standing.agentPid.map { $0 > 0 ? " (process \($0))" : "" } ?? ""
        guard standing.agentCode == nil else {
            return standing.isAgentThere
                ? "running\(process), but cannot be used" : "cannot be used\(process)"
        }
        guard standing.isAgentThere else {
            return standing.agentPid == nil ? "not running" : "does not answer\(process)"
        }
        guard standing.state == .unlocked else { return "running\(process), locked" }
        return "running\(process), unlocked; \(LockWords.when(standing.idle ?? 0, standing.max ?? 0))"
    }

    /// That it hands out nothing, where that is so.
    private static func restored(_ counts: VaultCounts, _ now: Instant) -> [Fact] {
        guard let moment = counts.restored else { return [] }
        return [
            Fact(
                "restored",
                "from a copy of \(Times.words(moment, now: now)); it hands out nothing until it was compared: lockstep sync",
                .warning)
        ]
    }

    private static func tokens(_ counts: VaultCounts) -> String {
        guard counts.expiring > 0 else { return String(counts.tokens) }
        return "\(counts.tokens), of which \(counts.expiring) expired or "
            + "\(counts.expiring == 1 ? "expires" : "expire") \(Times.soon)"
    }

    private static func operations(_ count: Int) -> String {
        count == 0 ? "nothing" : "\(count) operation\(count == 1 ? "" : "s")"
    }

    private static func watching(_ count: Int) -> String {
        count == 0 ? "" : "\(count) request\(count == 1 ? "" : "s") that may still reach the provider"
    }

    private static func deposits(_ count: Int) -> String {
        count == 0 ? "" : "\(count) beside the vault, not taken in yet (lockstep sync)"
    }

    /// What bounds changes, where anything does that is not usual.
    private static func words(_ changes: ChangeSettings) -> String? {
        let most = changes.changesAnHour
        let parts = [
            changes.isHandsOutOnly ? "hands out only" : nil,
            changes.ceiling.isEmpty ? nil : changes.ceiling.forPeople,
            most == ChangeSettings.usualChangesAnHour ? nil : "\(most) changes an hour",
            changes.managers.isEmpty ? nil : changes.managers.map(\.words).joined(separator: " or "),
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private static func accounts(_ accounts: [Account], _ now: Instant) -> [Fact] {
        accounts.enumerated().map { place, account in
            let warning = AccountExpiry(account, now: now)
            let name = place > 0 ? "" : accounts.count == 1 ? "account" : "accounts"
            let text = words(account) + (warning.map { "; \($0.words)" } ?? "")
            return Fact(name, text, warning == nil ? .plain : .warning)
        }
    }

    /// An account for people: its address only where that is not the usual one, or was not kept.
    private static func words(_ account: Account) -> String {
        let (name, address) = (account.name.text, account.home.text)
        guard account.address != nil else {
            return
                "\(name) at \(address) (from an older Lockstep, which recorded no address: log in again to "
                + "record one)"
        }
        return account.home == ProviderProfile.linode.address ? name : "\(name) at \(address)"
    }
}
