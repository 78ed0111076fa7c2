internal import Lifecycle
internal import Requests

/// A token as people see it.
struct TokenRow {
    let view: TokenView
    private let now: Instant
    private let vault: String
    /// What waits in the journal for it.
    private var pending: PendingRow? {
        view.pending.map { PendingRow(view: $0, now: now, vault: vault) }
    }
    private var record: Record { view.record }

    init(_ view: TokenView, _ context: Context) {
        self.init(view, now: context.now, vault: context.places.vault)
    }

    /// Without the context, of which a copy for each of a hundred thousand rows would be made.
    init(_ view: consuming TokenView, now: Instant, vault: String) {
        (self.view, self.now, self.vault) = (view, now, vault)
    }

    /// All that is known, for people.
    func facts(now: Instant, read: LabelReadings) -> Facts {
        let (token, isGone) = (record.token, record.state == .gone)
        let state = Table.Cell.state(of: record, now: now)
        let expires = token.expiry.moment.map { Times.words($0, now: now) } ?? "never"
        let policy = record.policy?.facts(due: record.policy?.due(record), now: now) ?? []
        return Facts(
            [
                Fact("label", record.label.text, breaksNames: true), Fact("state", state.text, state.style),
                Fact("account", view.account), Fact("id", token.id.text),
                Fact("scopes", isGone ? "" : TokenRow.words(token.scopes)),
                Fact("created", token.created?.local ?? "unknown"),
                Fact("expires", isGone ? "" : expires, Table.Cell.expiry(token.expiry, now: now).style),
                Fact("until", view.until.map { "\(Times.words($0, now: now)): then it is revoked" } ?? ""),
            ] + (isGone ? [] : policy) + [
                Fact("generation", String(record.generation)), Fact("prefix", token.prefix),
                Fact("flags", TokenFlag.words(TokenFlag.of(record, now: now))),
                Fact("pending", pending?.line ?? ""),
                Fact("granted", record.grants.map(\.words).joined(separator: "; ")),
                Fact("read", read.words(now: now)),
            ])
    }

    /// The scopes for people: short levels, `everything` for all.
    static func words(_ scopes: Scopes) -> String {
        switch scopes {
        case .all: "* (everything)"
        case .only(let named) where named.isEmpty: "none"
        case .only: scopes.brief.joined(separator: " ")
        }
    }
}
