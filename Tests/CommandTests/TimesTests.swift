import Lifecycle
import Testing

@testable import Command

@Suite("Durations and expiries")
struct TimesTests {
    static let now = Instant(seconds: 1_795_521_600)  // 2026-11-24T12:00:00Z

    @Test(
        "are read as people write them",
        arguments: [
            ("30m", "2026-11-24T12:30:00Z"), ("12h", "2026-11-25T00:00:00Z"), ("90d", "2027-02-22T12:00:00Z"),
            ("2w", "2026-12-08T12:00:00Z"), ("6mo", "2027-05-24T12:00:00Z"), ("1y", "2027-11-24T12:00:00Z"),
            ("3mo", "2027-02-24T12:00:00Z"), ("2027-01-31", "2027-01-31T00:00:00Z"),
            ("2027-01-31T10:00:00Z", "2027-01-31T10:00:00Z"),
            ("2027-01-31T10:00:00+02:00", "2027-01-31T08:00:00Z"),
        ])
    func read(_ text: String, _ expected: String) throws {
        #expect(try Times.expiry(text, now: TimesTests.now).moment?.rfc3339 == expected)
    }

    @Test("a month that is too short ends on its last day")
    func months() throws {
        let january = try #require(Instant("2027-01-31"))
        #expect(january.adding(months: 1).rfc3339 == "2027-02-28T00:00:00Z")
        #expect(january.adding(months: 13).rfc3339 == "2028-02-29T00:00:00Z")
    }

    @Test(
        "are refused when they are none, past, or beyond what the provider can say",
        arguments: [
            "", "d", "1", "-1d", "1.5d", "1 d", "٣d", "0d", "99999999999d", "2027-02-30", "2027-13-01",
            "2026-11-24",
            "2999-12-12", "800y", "tomorrow", "2027-01-31T25:00:00Z", "2027-01-31T10", "31.1.2027",
        ])
    func refused(_ text: String) {
        let problem = #expect(throws: Problem.self) { try Times.expiry(text, now: TimesTests.now) }
        #expect(problem?.exit == .usage)
    }

    @Test("between the ends of all time are told")
    func extreme() {
        let (first, last) = (Instant(seconds: .min), Instant(seconds: .max))
        #expect(Times.relative(last, now: first) == "in 25451658 days")
        #expect(Times.relative(first, now: last) == "25451658 days ago")
    }

    @Test(
        "are rounded as a person would",
        arguments: [
            (59, "in 59 seconds"), (60, "in 1 minute"), (90 * 60 - 1, "in 1 hour"), (0, "0 seconds ago"),
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

    @Test("never is only never when it is said")
    func never() throws { #expect(try Times.expiry("never", now: TimesTests.now) == .never) }
}
