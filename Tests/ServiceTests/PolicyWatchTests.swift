import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("What a policy replaces in time")
struct PolicyWatchTests {
    let fixture: ServiceFixture

    init() throws {
        fixture = try ServiceFixture(provisioning: .never)
        fixture.date()
    }

    private func check() throws -> CheckResult {
        try fixture.service.check(CheckRequest(warn: "14d", critical: "3d"))
    }

    @Test("is not reported for expiring, but once its rotation is overdue: a day late")
    func overdue() throws {
        try fixture.create("ci", expiry: "18d")
        #expect(try check().severity == .ok)
        try fixture.decide("ci", days: 18)
        fixture.later(days: 12)
        #expect(try check().severity == .ok && check().renewed == 1 && check().earliest == nil)
        var metrics = try fixture.service.metrics()
        #expect(metrics.due == 1 && metrics.overdue == 0 && metrics.earliest == nil)
        #expect(metrics.earliestRenewed == fixture.clock.now.advanced(by: 6 * 86_400))
        fixture.clock.now = fixture.clock.now.advanced(by: 86_399)
        #expect(try check().severity == .ok)
        fixture.clock.now = fixture.clock.now.advanced(by: 1)
        #expect(try check().findings.map(\.kind) == [.overdue, .expiring] && check().severity == .warning)
        metrics = try fixture.service.metrics()
        #expect(metrics.due == 1 && metrics.overdue == 1)
        fixture.later(days: 3)
        #expect(try check().severity == .critical && check().count(.expiring, .critical) == 1)
    }

    @Test("is overdue earlier where it lives for less, and also where the token never expires")
    func others() throws {
        try fixture.create("short", expiry: "3h")
        try fixture.decide("short", days: 1)
        try fixture.create("ever", expiry: "never")
        try fixture.decide("ever", days: 30)
        #expect(try check().severity == .ok && check().renewed == 2)
        fixture.clock.now = fixture.clock.now.advanced(by: 9000)
        #expect(try check().findings.map(\.kind) == [.expiring, .overdue])
        fixture.later(days: 21)
        #expect(try check().count(.overdue) == 1 && check().findings.map(\.label) == ["short", "ever"])
    }

    @Test("is told from what one only says things of")
    func talk() throws {
        try fixture.create("ci", expiry: "9d")
        try fixture.decide("ci", days: nil, purpose: "deploys")
        #expect(try check().severity == .warning && check().renewed == 0)
    }

    @Test("is replaced: the older generation and its overlap are nothing to look after")
    func replaced() throws {
        try fixture.create("ci", expiry: "9d")
        try fixture.rotate("ci", overlap: 7200)
        let found = try check()
        #expect(found.severity == .ok && found.pending == 0 && found.tokens == 2)
        let metrics = try fixture.service.metrics()
        #expect(metrics.count(.retiring) == 1 && metrics.pending == 0 && metrics.watching == 0)
        fixture.clock.now = fixture.clock.now.advanced(by: 7200)
        #expect(try check().pending == 1 && check().severity == .ok)
        fixture.clock.now = fixture.clock.now.advanced(by: 3600)
        #expect(try check().count(.heldUp) == 1)
    }

    @Test("stands on the timeline with when it is due, and an older generation with the end of its overlap")
    func timeline() throws {
        try fixture.create("ci", expiry: "30d")
        try fixture.create("a", expiry: "never")
        try fixture.decide("ci", days: 30)
        let due = fixture.clock.now.advanced(by: 20 * 86_400)
        func items() throws -> [TimelineItem] {
            let stream = try fixture.service.timeline(TimelineRequest(ListRequest()))
            var found: [TimelineItem] = []
            while let item = try stream.next() { found.append(item) }
            return found
        }
        #expect(try items().map(\.due) == [nil, due] && items().map(\.overlap) == [nil, nil])
        #expect(try items().first?.end == nil)
        try fixture.rotate("ci", overlap: 60)
        let end = fixture.clock.now.advanced(by: 60)
        #expect(try items().map(\.view.record.generation) == [1, 1, 2])
        #expect(try items().map(\.overlap) == [nil, end, nil] && items()[1].end == end)
    }
}
