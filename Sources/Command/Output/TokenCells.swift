internal import Lifecycle
internal import Requests

// What a token's cells say.

extension Table.Cell {
    /// Where a token stands: one that has expired is told as such, and a purged one by the day of its revocation.
    static func state(of record: Record, now: Instant) -> Table.Cell {
        switch record.state {
        case .gone: Table.Cell(StateWords.of(record, now: now), .faint)
        case .active, .retiring:
            record.token.expiry.hasPassed(at: now)
                ? Table.Cell("expired", .bad) : Table.Cell(StateWords.of(record, now: now))
        case .creating, .revoking: Table.Cell(record.state.name, .warning)
        }
    }

    /// The same, and until when an older generation is kept.
    static func state(of view: TokenView, now: Instant) -> Table.Cell {
        guard view.record.state == .retiring, let until = view.until else {
            return state(of: view.record, now: now)
        }
        let time = LocalTime(until)
        return Table.Cell(
            "retiring until \(time.day == LocalTime(now).day ? time.clock : "\(time.day) \(time.clock)")",
            short: "retiring")
    }

    /// When a token expires.
    static func expiry(_ expiry: Expiry, now: Instant) -> Table.Cell {
        guard let moment = expiry.moment else { return Table.Cell("never") }
        let (time, isNear) = (LocalTime(moment), Times.isNear(moment, now: now))
        let day = isNear ? "\(time.day) \(time.clock)" : time.day
        let short = Times.brief(moment, now: now)
        return Table.Cell(
            "\(day) (\(Times.relative(moment, now: now)))",
            short: isNear ? "\(short) (\(clock(time, now)))" : short, style(of: expiry, now))
    }

    /// The time of day; with the weekday where it is another day than today.
    private static func clock(_ time: LocalTime, _ now: Instant) -> String {
        time.day == LocalTime(now).day ? time.clock : "\(time.weekday) \(time.clock)"
    }

    /// When it is renewed by itself; one that should have been is marked.
    static func renewal(of record: Record, now: Instant) -> Table.Cell {
        guard let due = record.policy?.due(record) else { return Table.Cell("") }
        let style: Style = due < now ? .warning : .plain
        return Table.Cell(
            "\(LocalTime(due).day) (\(Times.relative(due, now: now)))", short: Times.brief(due, now: now),
            style)
    }

    private static func style(of expiry: Expiry, _ now: Instant) -> Style {
        if expiry.hasPassed(at: now) { return .bad }
        return TokenFlag.isNear(expiry, now: now) ? .warning : .plain
    }

    /// What a token may do.
    static func scopes(_ scopes: Scopes) -> Table.Cell {
        Table.Cell(TokenRow.words(scopes), short: scopes == .all ? "*" : nil)
    }

    /// A moment in a list of moments, whose heading says the zone.
    static func moment(_ moment: Instant) -> Table.Cell {
        let time = LocalTime(moment)
        return Table.Cell("\(time.day) \(time.second)", short: "\(time.day) \(time.clock)")
    }
}

/// Where a token stands, in words.
enum StateWords {
    /// The state; `revoked 2027-01-31` for what is purged, by its day.
    static func of(_ record: Record, now: Instant) -> String {
        switch record.state {
        case .gone: record.purged.map { "revoked \(LocalTime($0).day)" } ?? "revoked"
        case .active, .retiring:
            record.token.expiry.hasPassed(at: now)
                ? "expired" : record.isLeased ? "for one run" : record.state.name
        case .creating, .revoking: record.state.name
        }
    }
}

/// The zones of some moments, for the heading of a column: `TIME (CET)`, or both where summer time begins or ends among them.
enum Zones {
    static func heading(_ name: String, _ moments: [Instant]) -> String {
        var zones: [String] = []
        for moment in moments {
            let zone = LocalTime(moment).zone
            if !zones.contains(zone) { zones.append(zone) }
        }
        return zones.isEmpty ? name : "\(name) (\(zones.joined(separator: ", ")))"
    }
}
