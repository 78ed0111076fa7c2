import Secrets
import TestSupport
import Testing

@testable import HTTP

@Suite("Pacing")
struct PaceTests {
    static let now: Int64 = 1_800_000_000

    @Test(
        "holds requests back when the count is used up, until it starts anew",
        arguments: [
            (remaining: 0, reset: 30, underway: 0, wait: 30), (2, 30, 0, 0), (2, 30, 2, 30), (2, 30, 1, 0),
            (0, -5, 0, 0), (0, 100_000, 0, 0), (500, 30, 600, 0),
        ] as [(Int64, Int64, Int, Int64)])
    func waits(_ remaining: Int64, _ reset: Int64, _ underway: Int, _ wait: Int64) throws {
        var pace = Pace()
        let mine = try token("one")
        pace.take(
            remaining: remaining, reset: PaceTests.now + reset, of: .single, as: mine,
            underway: underway, now: PaceTests.now)
        #expect(pace.wait(in: .single, as: mine, now: PaceTests.now) == wait)
        #expect(pace.wait(in: .single, as: mine, now: PaceTests.now + 30) == 0)
        #expect(pace.wait(in: .listing, as: mine, now: PaceTests.now) == 0)
        #expect(pace.wait(in: .single, as: try token("other"), now: PaceTests.now) == 0)
    }

    @Test("counts what it starts itself, until an answer says more")
    func counts() throws {
        var pace = Pace()
        let mine = try token("one")
        let reset = PaceTests.now + 9
        pace.take(remaining: 2, reset: reset, of: .single, as: mine, underway: 0, now: PaceTests.now)
        pace.start(in: .single, as: mine)
        #expect(pace.wait(in: .single, as: mine, now: PaceTests.now) == 0)
        pace.start(in: .single, as: mine)
        #expect(pace.wait(in: .single, as: mine, now: PaceTests.now) == 9)
        pace.take(remaining: 800, reset: reset, of: .single, as: mine, underway: 9, now: PaceTests.now)
        #expect(pace.wait(in: .single, as: mine, now: PaceTests.now) == 0)
    }
}
