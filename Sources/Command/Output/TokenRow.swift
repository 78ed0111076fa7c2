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

    /// A line for each thing known, for people.
    func lines(now: Instant, read: LabelReadings) -> String {
        let token = record.token
        let lines = [
            ("label", record.label.text), ("state", record.state.name), ("account", view.account),
            ("id", token.id.text),
            ("scopes", TokenRow.words(token.scopes)), ("created", token.created?.rfc3339 ?? "unknown"),
            (
                "expires",
                record.state == .gone
                    ? ""
                    : token.expiry.moment.map { "\($0.rfc3339) (\(Times.relative($0, now: now)))" } ?? "never"
            ),
            ("generation", String(record.generation)), ("prefix", token.prefix),
            ("flags", TokenFlag.words(TokenFlag.of(record, now: now))), ("pending", pending?.line ?? ""),
            ("granted", record.grants.map(\.words).joined(separator: "; ")), ("read", read.words(now: now)),
        ].filter { !$0.1.isEmpty }
        return lines.map { name, value in
            name + String(repeating: " ", count: 12 - name.count) + Printable.line(value) + "\n"
        }.joined()
    }

    /// The scopes for people: short levels, `everything` for all.
    static func words(_ scopes: Scopes) -> String {
        switch scopes {
        case .all: "* (everything)"
        case .only(let named) where named.isEmpty: "none"
        case .only(let named):
            named.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value == .readOnly ? "ro" : "rw")" }
                .joined(separator: " ")
        }
    }
}
