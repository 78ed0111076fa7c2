internal import Lifecycle
internal import Requests

// The tables of answers.

extension Table {
    /// For tokens of the vault.
    static let tokens = Table("LABEL", "STATE", "EXPIRES", "SCOPES", "ACCOUNT", "ID", "FLAGS")

    /// A token of the vault.
    mutating func add(_ view: TokenView, now: Instant) {
        let record = view.record
        add(
            record.label.text, record.state.name,
            record.state == .gone ? "" : Times.words(record.token.expiry, now: now),
            TokenRow.words(record.token.scopes), view.account, record.token.id.text,
            TokenFlag.words(TokenFlag.of(record, now: now)))
    }

    /// Tokens at the provider.
    init(_ views: [RemoteTokenView], now: Instant) {
        self.init("LABEL", "MANAGED", "EXPIRES", "SCOPES", "ACCOUNT", "ID", "FLAGS")
        for view in views {
            let token = view.token
            add(
                token.label, view.standing.rawValue, Times.words(token.expiry, now: now),
                TokenRow.words(token.scopes), view.account.text, token.id.text,
                TokenFlag.words(TokenFlag.of(token, now: now)))
        }
    }

    /// The scopes that there are.
    init(_ scopes: [ScopeChoice]) {
        self.init("SCOPE", "LEVELS", "REACHES")
        for scope in scopes {
            let levels = scope.levels.map { $0 == "read_only" ? "ro" : "rw" }
            add(scope.name, levels.joined(separator: " "), scope.title)
        }
    }

    /// Entries of the log.
    init(_ entries: [AuditEntry]) {
        self.init("TIME", "EVENT", "LABEL", "ID", "DETAIL", "CALLER")
        for entry in entries { add(AuditRow.cells(of: entry)) }
    }

    /// Who had the tokens of a label.
    init(_ readings: LabelReadings) {
        self.init("GENERATION", "TIMES", "FIRST", "LAST", "USER", "PROGRAM", "UNIT")
        for reader in readings.sorted {
            add(
                String(reader.generation), String(reader.count), reader.first.rfc3339, reader.last.rfc3339,
                String(reader.user), reader.program, reader.unit)
        }
    }
}
