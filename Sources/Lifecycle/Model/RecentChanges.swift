package import Secrets

/// How far a vault's change log went at some moment.
package struct ChangePlace: Hashable, Sendable, Coded {
    /// The vault's id.
    package let vault: [UInt8]
    /// Its counter, which each change raises.
    package let counter: UInt64

    /// Joins both.
    package init(vault: [UInt8], counter: UInt64) { (self.vault, self.counter) = (vault, counter) }

    /// The place of who has not looked yet.
    package static let nowhere = ChangePlace(vault: [], counter: 0)

    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.bytes(vault)
        writer.number(counter)
    }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(vault: try reader.bytes(), counter: try reader.number())
    }
}

/// What a vault's change log has behind such a place.
package struct RecentChanges: Hashable, Sendable, Coded {
    /// How often something happened.
    package struct Count: Hashable, Sendable {
        /// What.
        package let event: AuditEvent
        /// How often at all, and through the agent.
        package var (all, byAgent): (UInt64, UInt64) = (0, 0)
    }

    /// How far the log goes now.
    package let place: ChangePlace
    /// What happened, by the event's number; `nil` where nobody said since when, or the log does not have that place.
    package private(set) var counts: [Count]?
    /// Whether there were more changes than are looked through.
    package let isCut: Bool

    /// So far nothing has happened; `isKnown` says whether the place that was asked for is in the log.
    package init(_ place: ChangePlace, isKnown: Bool, isCut: Bool = false) {
        (self.place, self.isCut) = (place, isCut)
        counts = isKnown ? [] : nil
    }

    /// Counts an entry of the log.
    package mutating func add(_ entry: AuditEntry) {
        let byAgent: UInt64 = entry.interface == .agent ? 1 : 0
        add(Count(event: entry.event, all: 1, byAgent: byAgent))
    }

    private mutating func add(_ more: Count) {
        var found = counts ?? []
        if let place = found.firstIndex(where: { $0.event == more.event }) {
            found[place].all += more.all
            found[place].byAgent += more.byAgent
        } else {
            found.append(more)
            found.sort { $0.event.rawValue < $1.event.rawValue }
        }
        counts = found
    }

    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.value(place)
        writer.flag(isCut)
        writer.flag(counts != nil)
        writer.number(UInt32(counts?.count ?? 0))
        for count in counts ?? [] {
            writer.byte(count.event.rawValue)
            writer.number(count.all)
            writer.number(count.byAgent)
        }
    }

    /// Reads them strictly.
    package init(from reader: inout Reader) throws(SecretsError) {
        let (place, isCut, isKnown) = (try ChangePlace(from: &reader), try reader.flag(), try reader.flag())
        self.init(place, isKnown: isKnown, isCut: isCut)
        let count: UInt32 = try reader.number()
        guard isKnown || count == 0 else { throw .malformed }
        for _ in 0..<count {
            let event = AuditEvent(number: try reader.byte())
            add(Count(event: event, all: try reader.number(), byAgent: try reader.number()))
        }
    }
}
