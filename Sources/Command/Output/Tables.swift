internal import Lifecycle
internal import Requests

// The tables of answers.

extension Table {
    /// For tokens of the vault.
    static let tokens = Table(
        Column("LABEL", .label), Column("STATE", .wrapped, usual: "active"), Column("EXPIRES", .short),
        Column("RENEWS", .short, rank: 3),
        Column("SCOPES", .counted), Column("ACCOUNT", usual: ""), Column("ID", rank: 2),
        Column("FLAGS", .wrapped, rank: 1))

    /// A token of the vault.
    mutating func add(_ view: TokenView, now: Instant) {
        let record = view.record
        guard record.state != .gone else {
            add(
                Cell(record.label.text), .state(of: record, now: now), Cell(""), Cell(""), Cell(""),
                Cell(view.account), Cell(record.token.id.text), Cell(""))
            return
        }
        sayZone(of: record.token.expiry, now)
        add(
            Cell(record.label.text), .state(of: view, now: now), .expiry(record.token.expiry, now: now),
            .renewal(of: record, now: now), .scopes(record.token.scopes), Cell(view.account),
            Cell(record.token.id.text),
            Cell(TokenFlag.words(TokenFlag.of(record, now: now))))
    }

    /// Where a time of day is shown, the heading says in which zone.
    private mutating func sayZone(of expiry: Expiry, _ now: Instant) {
        guard let moment = expiry.moment, Times.isNear(moment, now: now) else { return }
        columns[2].heading = Zones.heading("EXPIRES", [moment])
    }

    /// Tokens at the provider.
    init(_ views: [RemoteTokenView], now: Instant) {
        self.init(
            Column("LABEL", .label), Column("MANAGED"), Column("EXPIRES", .short),
            Column("SCOPES", .counted), Column("ACCOUNT", usual: ""), Column("ID"),
            Column("FLAGS", .wrapped, rank: 1))
        for view in views {
            let token = view.token
            sayZone(of: token.expiry, now)
            add(
                Cell(token.label), Cell(view.standing.words), .expiry(token.expiry, now: now),
                .scopes(token.scopes), Cell(view.account.text), Cell(token.id.text),
                Cell(TokenFlag.words(TokenFlag.of(token, now: now))))
        }
    }

    /// The scopes that there are.
    init(_ scopes: [ScopeChoice]) {
        self.init(Column("SCOPE"), Column("LEVELS"), Column("REACHES", .wrapped))
        for scope in scopes {
            let levels = scope.levels.map { $0 == "read_only" ? "ro" : "rw" }
            add(scope.name, levels.joined(separator: " "), scope.title)
        }
    }

    /// Entries of the log.
    init(_ entries: [AuditEntry]) {
        self.init(
            Column(Zones.heading("TIME", entries.map(\.time)), .short), Column("EVENT"),
            Column("LABEL", .label), Column("ID", rank: 1), Column("DETAIL", .broken),
            Column("CALLER", .short))
        for entry in entries { add(entry) }
    }

    private mutating func add(_ entry: AuditEntry) {
        add(
            .moment(entry.time), Cell(entry.event.name), Cell(entry.label),
            Cell(entry.token.map(String.init) ?? ""), Cell(entry.detail), AuditRow.caller(of: entry))
    }

    /// Who had the tokens of a label.
    init(_ readings: LabelReadings) {
        let readers = readings.sorted
        self.init(
            Column("PROGRAM", .broken), Column("USER", usual: "", rank: 1), Column("UNIT"),
            Column("GENERATION", usual: "", rank: 2), Column("TIMES"), Column("FIRST", .short, rank: 3),
            Column(Zones.heading("LAST", readers.flatMap { [$0.first, $0.last] }), .short))
        for reader in readers {
            add(
                Cell(reader.program), Cell(String(reader.user)), Cell(reader.unit),
                Cell(String(reader.generation)), Cell(String(reader.count)), .moment(reader.first),
                .moment(reader.last))
        }
    }
}

extension RemoteTokenView.Standing {
    /// For people, as `sync` counts them; scripts have had another word for one of them.
    fileprivate var words: String { self == .underWay ? "in progress" : rawValue }
}
