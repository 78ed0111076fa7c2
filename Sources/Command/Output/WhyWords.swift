internal import Lifecycle
internal import Requests

/// What is known of the use of a token, for people.
struct WhyWords {
    let result: WhyResult
    /// The servers for which this user's docker gets it.
    let docker: [String]
    let now: Instant
    /// The path of the vault.
    let vault: String

    private var record: Record { result.token.record }
    private var name: String { Printable.argument(record.label.text) }

    /// Who made it and for what, and how it stands.
    var facts: Facts {
        let policy = record.policy
        let state = Table.Cell.state(of: record, now: now)
        let expires = Times.words(record.token.expiry, now: now)
        let due = policy?.due(record).map { "; renews \(Times.words(.at($0), now: now))" } ?? ""
        return Facts([
            Fact("label", record.label.text, breaksNames: true), Fact("state", state.text, state.style),
            Fact("account", result.token.account), Fact("made", made),
            Fact("for", policy?.purpose ?? ""), Fact("owner", policy?.owner ?? ""),
            Fact("tags", policy?.tags.joined(separator: " ") ?? ""),
            Fact("scopes", TokenRow.words(record.token.scopes)),
            Fact("expires", expires + due, Table.Cell.expiry(record.token.expiry, now: now).style),
            Fact("generation", String(record.generation)), Fact("read", result.readings.words(now: now)),
            Fact("through", through, breaksNames: true),
            Fact(
                "pending",
                result.token.pending.map { PendingRow(view: $0, now: now, vault: vault).line } ?? ""),
        ])
    }

    private var made: String {
        guard let entry = result.made else {
            return record.token.created.map { "\(Times.words($0, now: now)); the log does not say by whom" }
                ?? "the log does not say when, or by whom"
        }
        let verb = entry.event == .adopted ? "adopted" : entry.event == .rotated ? "by rotation" : "created"
        let who = entry.caller.map { caller in
            " by \(caller.executable.isEmpty ? "an unknown program" : caller.executable)"
                + (caller.unit.isEmpty ? "" : " (\(caller.unit))") + ", user \(caller.user)"
        }
        let way = entry.interface == .agent ? ", through the agent" : ""
        return "\(verb) \(Times.words(entry.time, now: now))\(who ?? " by Lockstep itself")\(way)"
    }

    private var through: String {
        let uses = result.uses.map { "\($0.detail) (\($0.count))" }.joined(separator: ", ")
        guard !uses.isEmpty, let since = result.usesSince, since > result.recent else { return uses }
        return "\(uses); only since \(since.local): more was handed out than is looked through"
    }

    /// Who had it lately.
    var readers: Table {
        var readings = LabelReadings()
        readings.readers = result.recentReaders
        return Table(readings)
    }

    /// What would stop working, what older generations are still read by, and what nobody can tell.
    var sections: [(heading: String, lines: [String])] {
        [
            ("Would be refused or miss it:", misses), ("Older generations:", result.older.map(older)),
            ("Nobody can tell from here:", result.unknown.map(words)),
        ]
    }

    private var misses: [String] {
        let readers = result.recentReaders.map { reader in
            "\(reader.program)\(reader.unit.isEmpty ? "" : " (\(reader.unit))"), last "
                + Times.relative(reader.last, now: now)
        }
        let hosts = result.hosts.map { "git, docker or kubectl for \($0.text), a host that it is bound to" }
        let docker = docker.map { "docker at \($0)" }
        let granted = record.grants.compactMap { grant in
            grant.manages ? nil : "what the grant \(grant.words) lets have it"
        }
        return readers + docker + hosts + granted
    }

    private func older(_ item: TimelineItem) -> String {
        let old = item.view.record
        let end = item.end.map { moment in
            " until \(Times.words(.at(moment), now: now))"
        }
        let left = result.unmoved(from: old.generation).map(\.program)
        let isRead = result.readings.readers.contains {
            $0.generation == old.generation && $0.last >= result.recent
        }
        let read =
            !isRead
            ? "this machine has no record that it was read lately"
            : left.isEmpty
                ? "all that read it lately have read a newer one"
                : "not moved to a newer one: \(left.joined(separator: ", "))"
        return "generation \(old.generation), \(old.state.name)\(end ?? ""): \(read)"
    }

    private func words(_ unknown: WhyResult.Unknown) -> String {
        switch unknown {
        case .elsewhere: "what was handed out on other machines, and to other users of this one"
        case .before:
            "what was handed out more than \(result.keep / 86_400) days ago, or archived: this machine's log "
                + "goes back no further"
        case .kept: "whether a program that got it once has kept it, or passed it on"
        case .adopted: "who knew it before it was adopted"
        case .readers: "all readers: of each generation \(LabelReadings.mostReaders) are told apart"
        case .maker: "who made it"
        }
    }

    /// A sentence, and the command.
    var advice: [String] {
        let revoke = "  lockstep revoke \(name)"
        let days = "\(WhyResult.recentDays) days"
        switch result.advice(at: now) {
        case .unfinished:
            return ["Its creation is not finished; finish or undo it first.", "  lockstep sync"]
        case .revoking:
            return ["Its revocation has begun and cannot be undone; finish it.", "  lockstep sync"]
        case .expired:
            return [
                "It has expired by this machine's clock, so nothing should be able to use it any more.",
                revoke,
            ]
        case .inUse:
            guard Verbs.table.contains(where: { $0.key == "rotate" }) else {
                return [
                    "Do not revoke it yet: what read it in the last \(days) would be refused. Give readers "
                        + "another token first."
                ]
            }
            return [
                "Do not revoke it yet: what read it in the last \(days) would be refused. Replace it, which "
                    + "gives readers time to move.", "  lockstep rotate \(name)",
            ]
        case .idle:
            return [
                "Nothing on this machine has read it for \(days), the last reader "
                    + "\(result.readings.last.map { Times.relative($0, now: now) } ?? "long ago"). If no "
                    + "other machine uses it, revoke it; that cannot be undone.", revoke,
            ]
        case .neverRead:
            return [
                "This machine has no record that it was ever read. If no other machine uses it, revoke it; "
                    + "that cannot be undone.", revoke,
            ]
        }
    }
}
