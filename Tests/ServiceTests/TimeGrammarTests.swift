import Lifecycle
import Requests
import Testing

@testable import Service

@Suite("Durations and expiries")
struct TimeGrammarTests {
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
        #expect(try TimeGrammar.expiry(text, now: Self.now).moment?.rfc3339 == expected)
    }

    @Test("a month that is too short ends on its last day")
    func months() throws {
        let january = try #require(Instant("2027-01-31"))
        #expect(january.adding(months: 1).rfc3339 == "2027-02-28T00:00:00Z")
        #expect(january.adding(months: 13).rfc3339 == "2028-02-29T00:00:00Z")
    }

    @Test(
        "are refused when they are none",
        arguments: [
            "", "d", "1", "-1d", "1.5d", "1 d", "٣d", "99999999999d", "2027-02-30", "2027-13-01", "tomorrow",
            "2027-01-31T25:00:00Z", "2027-01-31T10", "31.1.2027",
        ])
    func refused(_ text: String) {
        #expect(throws: Failure.unusable(.time(.expiry(text)))) {
            try TimeGrammar.expiry(text, now: Self.now)
        }
    }

    @Test(
        "are refused when they are past, or beyond what the provider can say",
        arguments: [("0d", true), ("2026-11-24", true), ("2999-12-12", false), ("800y", false)])
    func outOfReach(_ text: String, isPast: Bool) throws {
        let failure = #expect(throws: Failure.self) { try TimeGrammar.expiry(text, now: Self.now) }
        switch failure {
        case .unusable(.time(.past)): #expect(isPast)
        case .unusable(.time(.distant)): #expect(!isPast)
        default: Issue.record("\(String(describing: failure))")
        }
    }

    @Test("never is only never when it is said")
    func never() throws {
        #expect(try TimeGrammar.expiry("never", now: Self.now) == .never)
        #expect(throws: Failure.unusable(.time(.missing))) { try TimeGrammar.expiry(nil, now: Self.now) }
    }
}
