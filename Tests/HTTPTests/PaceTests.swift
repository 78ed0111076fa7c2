import Platform
import Secrets
import Testing

@testable import HTTP

private let now: Int64 = 1_800_000_000

extension Pace {
    /// Starts so many of a lane; returns their slots, fewer where it let no more through.
    fileprivate func start(_ count: Int, _ lane: LaneID, milliseconds: Int = 60_000) -> [Int] {
        (0..<count).compactMap { _ in
            guard case .inFlight(let slot) = start(lane, milliseconds: milliseconds, now: now) else {
                return nil
            }
            return slot
        }
    }
}

@Suite("Pacing")
struct PaceTests {
    let pace: Pace
    let mine: LaneID

    init() throws {
        pace = try Pace()
        mine = pace.lane(of: try token("one"), .single)
    }

    @Test(
        "holds requests back when the count is used up, until it starts anew",
        arguments: [
            (remaining: 0, reset: 30, inFlight: 0, isHeld: true), (2, 30, 0, false), (2, 30, 2, true),
            (2, 30, 1, false), (0, -5, 0, false), (0, 100_000, 0, false), (500, 30, 10, false),
            (-9, 30, 0, true),
        ] as [(Int64, Int64, Int, Bool)])
    func waits(_ remaining: Int64, _ reset: Int64, _ inFlight: Int, _ isHeld: Bool) throws {
        #expect(pace.start(inFlight, mine).count == inFlight)
        pace.take(remaining: remaining, reset: now + reset, of: mine, now: now)
        #expect(pace.secondsHeld(mine, now: now) == (isHeld ? reset : 0))
        #expect((pace.start(mine, milliseconds: 9, now: now) == .usedUp) == isHeld)
        #expect(pace.start(mine, milliseconds: 9, now: now + 30) != .usedUp)
        for lane in [pace.lane(of: try token("one"), .listing), pace.lane(of: try token("two"), .single)] {
            #expect(pace.start(lane, milliseconds: 9, now: now) != .usedUp)
        }
    }

    @Test("counts what it starts itself, until an answer says more")
    func counts() throws {
        pace.take(remaining: 2, reset: now + 9, of: mine, now: now)
        let slots = pace.start(3, mine)
        #expect(slots.count == 2 && pace.start(mine, milliseconds: 9, now: now) == .usedUp)
        pace.take(remaining: 800, reset: now + 9, of: mine, now: now)
        #expect(pace.start(1, mine).count == 1)
    }

    @Test(
        "is not loosened by an answer that comes after one that the server gave later",
        arguments: [(9, 0), (10, 9), (3, 60)] as [(Int64, Int64)])
    func late(_ reset: Int64, _ remaining: Int64) throws {
        pace.take(remaining: 0, reset: now + 9, of: mine, now: now)
        pace.take(remaining: remaining, reset: now + reset, of: mine, now: now)
        #expect(pace.start(mine, milliseconds: 9, now: now) == .usedUp)
        pace.take(remaining: remaining, reset: now - 60, of: mine, now: now)
        #expect(pace.start(mine, milliseconds: 9, now: now) == .usedUp)
        pace.take(remaining: 5, reset: now + 69, of: mine, now: now)
        #expect(pace.start(9, mine).count == 5)
    }

    @Test("lets sixteen through, and one more for each that has ended")
    func bound() throws {
        let slots = pace.start(20, mine)
        #expect(slots.count == 16 && pace.start(mine, milliseconds: 9, now: now) == .full)
        for slot in slots.prefix(3) { pace.end(slot) }
        #expect(pace.start(20, mine).count == 3)
    }

    @Test("remembers the lanes that are nearest to their end, however many tokens are asked once")
    func crowd() throws {
        pace.take(remaining: 0, reset: now + 9, of: mine, now: now)
        for number in 0..<300 {
            let other = pace.lane(of: try token("other\(number)"), .single)
            pace.take(remaining: 60, reset: now + 9, of: other, now: now)
        }
        #expect(pace.start(mine, milliseconds: 9, now: now) == .usedUp)
    }
}

@Suite("Pacing of several processes")
final class SharedPaceTests {
    let file: Descriptor
    let token: BearerToken

    init() throws {
        file = try Descriptor.inMemory()
        token = try HTTPTests.token()
    }

    private func pace() throws -> (Pace, LaneID) {
        let pace = try Pace(sharing: file.number)
        return (pace, pace.lane(of: token, .single))
    }

    @Test("names a lane alike in all of them, and otherwise for another agent")
    func lanes() throws {
        let (one, lane) = try pace()
        let (two, same) = try pace()
        #expect(lane == same && one !== two)
        #expect(try Pace().lane(of: token, .single) != lane)
    }

    @Test("counts a lane for all of them")
    func lane() throws {
        let ((one, lane), (two, _)) = (try pace(), try pace())
        let slots = one.start(2, lane)
        two.take(remaining: 4, reset: now + 9, of: lane, now: now)
        #expect(two.start(1, lane).count == 1 && one.start(1, lane).count == 1)
        #expect(one.start(lane, milliseconds: 9, now: now) == .usedUp)
        #expect(two.start(lane, milliseconds: 9, now: now) == .usedUp)
        for slot in slots { one.end(slot) }
        #expect(two.start(lane, milliseconds: 9, now: now) == .usedUp)
        #expect(two.start(lane, milliseconds: 9, now: now + 9) != .usedUp)
    }

    @Test("lets sixteen through in all, and gives who waits its part as soon as the others have ended some")
    func share() throws {
        let ((one, lane), (two, _)) = (try pace(), try pace())
        let slots = one.start(20, lane)
        #expect(slots.count == 16 && two.start(20, lane).isEmpty)
        for slot in slots.prefix(10) { one.end(slot) }
        #expect(one.start(20, lane).count == 2)
        #expect(two.start(20, lane).count == 8)
        #expect(one.start(20, lane).isEmpty)
    }

    @Test("has what one held that is gone")
    func gone() throws {
        let (two, lane) = try pace()
        var one: Pace? = try Pace(sharing: file.number)
        #expect(one?.start(20, lane).count == 16 && two.start(20, lane).isEmpty)
        one = nil
        #expect(two.start(20, lane).count == 16)
    }

    @Test("goes on without what one holds that was stopped")
    func stopped() throws {
        let ((one, lane), (two, _)) = (try pace(), try pace())
        #expect(one.start(20, lane, milliseconds: -10_000).count == 16)
        #expect(two.start(20, lane).count == 16)
    }

    @Test("passes over who has the table's lock for ever")
    func locked() throws {
        let (one, lane) = try pace()
        let held = try Descriptor(reopening: file.number)
        #expect(try held.lock(until: Deadline(milliseconds: 0)))
        #expect(one.start(1, lane).count == 1)
    }
}
