import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("What has changed since somebody looked")
struct RecentTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture() }

    private func recent(since place: ChangePlace) throws -> RecentChanges {
        try #require(try fixture.service.counts(since: place).recent)
    }

    @Test("is counted from the change after it, and told once")
    func counted() throws {
        try fixture.create("before")
        let first = try recent(since: .nowhere)
        #expect(first.counts == nil)
        #expect(try recent(since: first.place).counts == [])
        for label in ["a", "b"] { try fixture.create(label) }
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("a")))
        let second = try recent(since: first.place)
        func count(_ event: AuditEvent) -> UInt64? { second.counts?.first { $0.event == event }?.all }
        #expect(count(.tokenActive) == 2 && count(.revokedAndPurged) == 1 && count(.granted) == nil)
        #expect(second.counts?.allSatisfy { $0.byAgent == 0 } ?? false)
        #expect(try recent(since: second.place).counts == [])
    }

    @Test("is not known of another vault, or of a copy that is older than what was seen")
    func unknown() throws {
        let place = try recent(since: .nowhere).place
        #expect(try recent(since: ChangePlace(vault: [1], counter: place.counter)).counts == nil)
        #expect(try recent(since: ChangePlace(vault: place.vault, counter: place.counter + 1)).counts == nil)
        #expect(try recent(since: ChangePlace(vault: place.vault, counter: .max)).counts == nil)
    }
}
