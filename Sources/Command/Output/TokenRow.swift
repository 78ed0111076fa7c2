internal import Lifecycle

/// A record as tables and scripts see it.
struct TokenRow {
    let record: Record
    /// The account's name.
    let account: String
    /// What waits in the journal for it.
    var pending: PendingRow?

    /// The object for scripts, with the version in front when it stands alone.
    func json(versioned: Bool, now: Instant, read: LabelReadings? = nil) -> JSON {
        let token = record.token
        var members: [JSON.Member] = [
            .init("label", .text(record.label.text)),
            .init("account", .text(account)),
            .init("id", .id(token.id)),
            .init("scopes", .array(token.scopes.list.map { .text($0) })),
            .init("created", .optional(token.created?.rfc3339)),
            .init("expires", .optional(token.expiry.moment?.rfc3339)),
            .init("state", .text(record.state.name)),
            .init("generation", .number(Int64(record.generation))),
            .init("prefix", .text(token.prefix)),
            .init("flags", TokenFlag.json(TokenFlag.of(record, now: now))),
            .init("pending", pending?.json ?? .null),
            .init("grants", .array(record.grants.map(\.json))),
        ]
        if versioned { members.insert(.init("version", 1), at: 0) }
        if let read { members.append(.init("read", read.json(of: record))) }
        return .object(members)
    }

    /// A line for each thing known, for people.
    func lines(now: Instant, read: LabelReadings) -> String {
        let token = record.token
        let lines = [
            ("label", record.label.text), ("state", record.state.name), ("account", account),
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

    /// Rows of records, with their accounts' names and what is pending for them.
    static func rows(
        _ records: [Record], _ accounts: [Account], _ pending: [PendingRow] = []
    ) -> [TokenRow] {
        let surroundings = Surroundings(accounts, pending)
        return records.map { surroundings.row(of: $0) }
    }

    /// What is known of accounts and operations, for rows of any number of records.
    struct Surroundings {
        private let names: [RecordID: String]
        /// The one account that most vaults have: found without hashing its id.
        private let first: Account?
        private let waiting: [RecordID: PendingRow]

        init(_ accounts: [Account], _ pending: [PendingRow]) {
            first = accounts.first
            names = Dictionary(
                accounts.map { ($0.id, $0.name.text) }, uniquingKeysWith: { first, _ in first })
            waiting = Dictionary(
                pending.map { ($0.operation.subject.record, $0) }, uniquingKeysWith: { first, _ in first })
        }

        /// The row of a record.
        func row(of record: consuming Record) -> TokenRow {
            let name = record.account == first?.id ? first?.name.text : names[record.account]
            let pending = waiting.isEmpty ? nil : waiting[record.id]
            return TokenRow(record: record, account: name ?? "", pending: pending)
        }
    }
}
