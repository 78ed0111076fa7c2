import Lifecycle
import Testing

@testable import Command

@Suite("Durations and moments, as people read them")
struct TimesTests {
    static let now = Instant(seconds: 1_795_521_600)  // 2026-11-24T12:00:00Z

    @Test("between the ends of all time are told")
    func extreme() {
        let (first, last) = (Instant(seconds: .min), Instant(seconds: .max))
        #expect(Times.relative(last, now: first) == "in 25451658 days")
        #expect(Times.relative(first, now: last) == "25451658 days ago")
    }

    @Test(
        "are rounded as a person would",
        arguments: [
            (59, "in 59 seconds"), (60, "in 1 minute"), (90 * 60 - 1, "in 1 hour"), (0, "just now"),
            (30 * 60 + 29, "in 30 minutes"), (3600 - 2, "in 1 hour"), (47 * 3600 + 1799, "in 47 hours"),
            (2 * 86_400 - 1, "in 2 days"), (30 * 86_400 - 2, "in 30 days"), (29 * 86_400 + 3, "in 29 days"),
            (-30 * 86_400 + 2, "30 days ago"), (-1, "1 second ago"),
        ] as [(Int64, String)])
    func rounded(_ seconds: Int64, _ words: String) {
        #expect(Times.relative(TimesTests.now.advanced(by: seconds), now: TimesTests.now) == words)
    }

    @Test(
        "are said in units that people read",
        arguments: [
            (45, "45 s"), (3600, "1 h"), (90, "1 min 30 s"), (28_800, "8 h"), (86_400, "1 d"), (0, "0 s"),
            (5400, "1 h 30 min"),
        ] as [(Int64, String)])
    func span(_ seconds: Int64, _ words: String) { #expect(Times.span(seconds) == words) }
}
