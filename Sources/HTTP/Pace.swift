internal import Platform
internal import Secrets

/// How many requests are in flight, and how many more a server takes in the present minute, as its answers say.
///
/// A server counts per token, listings apart from the rest: each count is a lane. The clock here may differ from the server's; a reset that
/// lies further away than any real one is not believed. Processes that share a table share what may be in flight in like parts.
final class Pace {
    /// The longest wait that is believed, in seconds: the documented windows last one or two minutes.
    static let longest: Int64 = 150
    /// How many requests are in flight at once; the others wait for their turn.
    static let parallel = 16
    /// How long one that waits is counted without asking again, in milliseconds.
    private static let waiting: Int64 = 2000
    /// How far beyond its time a request is counted, in milliseconds.
    private static let margin: Int64 = 5000

    /// What comes of asking to start.
    enum Start: Equatable {
        /// It may start, and has a slot until `end`.
        case inFlight(slot: Int)
        /// The server takes no more of its lane now.
        case usedUp
        /// Too much is in flight.
        case full
    }

    private let table: PaceTable
    private let key: Key<LaneKey>
    private let own: UInt64
    /// The slots of this one's requests in flight.
    private var slots: Set<Int> = []
    /// The slot that says that this one waits.
    private var claim: Int?

    /// Shares the table in a file in memory; throws `memory` without guarded memory.
    init(sharing file: Int32? = nil) throws(SecretsError) {
        table = PaceTable(sharing: file)
        key = try table.key()
        own = UInt64.random(in: 1...UInt64.max)
    }

    /// The lane of requests of a kind with a token.
    func lane(of token: BearerToken, _ kind: HTTPRequest.Lane) -> LaneID { LaneID(token, kind, under: key) }

    /// Asks to start a request that lasts so many milliseconds at most.
    func start(_ lane: LaneID, milliseconds: Int, now: Int64) -> Start {
        table.exclusively {
            let known = place(of: lane)
            if let known, table[lane: known].isUsedUp(at: now) { return .usedUp }
            let end = MachineClock.monotonicMilliseconds + Int64(milliseconds) + Pace.margin
            guard let slot = takeSlot(for: PaceSlot(owner: own, lane: lane, end: end)) else { return .full }
            if let known { table[lane: known].left &-= 1 }
            return .inFlight(slot: slot)
        }
    }

    /// How many seconds the server takes no more of a lane; 0 where it takes some.
    func secondsHeld(_ lane: LaneID, now: Int64) -> Int64 {
        table.exclusively {
            guard let known = place(of: lane), table[lane: known].isUsedUp(at: now) else { return 0 }
            return table[lane: known].reset - now
        }
    }

    /// Gives the slot of a request back that has ended.
    func end(_ slot: Int) {
        guard slots.remove(slot) != nil else { return }
        table.exclusively { table[slot: slot] = .free }
        table.unlock(slot)
    }

    /// Takes in what an answer says of its lane; the requests of it that are in flight are not answered yet.
    ///
    /// A lane is kept only while it is nearly used up: hundreds of tokens are asked once each, about themselves. Answers may come in another
    /// order than the server gave them: an older one loosens nothing.
    func take(remaining: Int64, reset: Int64, of lane: LaneID, now: Int64) {
        table.exclusively {
            let place = place(of: lane)
            let known = place.map { table[lane: $0] }.flatMap { $0.isCounting(at: now) ? $0 : nil }
            // A second is what rounding makes of it.
            if let known, reset < known.reset - 1 { return }
            guard remaining < 64, (1...Pace.longest).contains(reset - now) else {
                if let place { table[lane: place] = .none }
                return
            }
            var left = max(0, remaining) - Int64(slotsInUse().count { $0.lane == lane })
            if let known, reset <= known.reset + 1 { left = min(left, known.left) }
            table[lane: place ?? placeToFill(now)] = PaceLane(id: lane, left: left, reset: reset)
        }
    }

    private func place(of lane: LaneID) -> Int? {
        (0..<PaceTable.lanes).first { table[lane: $0].id == lane }
    }

    /// Where another lane can stand: in the place of none, of one that the server counts anew by now, or of the one with the most left.
    private func placeToFill(_ now: Int64) -> Int {
        func worth(_ lane: PaceLane) -> Int64 {
            lane.id == .none || lane.reset <= now ? Int64.max : lane.left
        }
        return (0..<PaceTable.lanes).max { worth(table[lane: $0]) < worth(table[lane: $1]) } ?? 0
    }

    private func isInUse(_ index: Int) -> Bool {
        if slots.contains(index) || claim == index { return true }
        let slot = table[slot: index]
        return slot.owner != 0 && slot.end > MachineClock.monotonicMilliseconds
            && table.isLockedElsewhere(index)
    }

    private func slotsInUse() -> [PaceSlot] {
        (0..<PaceTable.slots).filter(isInUse).map { table[slot: $0] }
    }

    /// Takes a slot if one more may be in flight; else it says that this one waits, unless it has some already.
    private func takeSlot(for slot: PaceSlot) -> Int? {
        let used = slotsInUse()
        let share = max(1, Pace.parallel / Set(used.map(\.owner)).union([own]).count)
        let mayStart = slots.count < share && used.count { $0.lane != .none } < Pace.parallel
        guard mayStart || slots.isEmpty,
            let index = claim ?? (0..<PaceTable.slots).first(where: { !isInUse($0) && table.lock($0) })
        else { return nil }
        guard mayStart else {
            claim = index
            let end = MachineClock.monotonicMilliseconds + Pace.waiting
            table[slot: index] = PaceSlot(owner: own, lane: .none, end: end)
            return nil
        }
        claim = nil
        slots.insert(index)
        table[slot: index] = slot
        return index
    }
}
