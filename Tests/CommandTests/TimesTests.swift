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
        "are short in a table, with the time of day where the day alone does not say enough",
        arguments: [
            (29 * 86_400 - 2, "in 29d"), (47 * 3600, "in 47h (Thu 12:00)"), (3 * 3600, "in 3h (16:00)"),
            (360, "in 6m (13:06)"), (-7200, "2h ago (11:00)"), (-3 * 86_400, "3d ago"), (48 * 3600, "in 2d"),
        ] as [(Int64, String)])
    func short(_ seconds: Int64, _ words: String) {
        Rendered.zone
        let cell = Table.Cell.expiry(
            .at(TimesTests.now.advanced(by: seconds)), now: TimesTests.now)
        #expect(cell.short == words)
    }

    @Test(
        "are told in the reader's zone, with the minute where they are near",
        arguments: [
            (360, "2026-11-24 13:06 CET (in 6 minutes)"), (90 * 86_400 - 1, "2027-02-22 (in 90 days)"),
            (47 * 3600, "2026-11-26 12:00 CET (in 47 hours)"),
            (11 * 3600 + 86_400 * 3, "2026-11-28 (in 3 days)"),
        ] as [(Int64, String)])
    func local(_ seconds: Int64, _ words: String) {
        Rendered.zone
        #expect(Times.words(.at(TimesTests.now.advanced(by: seconds)), now: TimesTests.now) == words)
    }

    @Test("in summer are an hour later on the clock")
    func summer() {
        Rendered.zone
        #expect(Instant(seconds: 1_782_000_000).local == "2026-06-21 02:00 CEST")
        #expect(
            Zones.heading("TIME", [TimesTests.now, Instant(seconds: 1_782_000_000)]) == "TIME (CET, CEST)")
    }

    @Test(
        "are said in units that people read",
        arguments: [
            (45, "45 s"), (3600, "1 h"), (90, "1 min 30 s"), (28_800, "8 h"), (86_400, "1 d"), (0, "0 s"),
            (5400, "1 h 30 min"),
        ] as [(Int64, String)])
    func span(_ seconds: Int64, _ words: String) { #expect(Times.span(seconds) == words) }
}
