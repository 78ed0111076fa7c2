import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("A check")
struct CheckTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture(provisioning: .never) }

    private func check(
        _ patterns: String..., excluded: [String] = [], warn: String = "14d", critical: String = "3d"
    ) throws -> CheckResult {
        try fixture.service.check(
            CheckRequest(patterns: patterns, excluded: excluded, warn: warn, critical: critical))
    }

    @Test("of an empty vault finds nothing")
    func empty() throws {
        let found = try check()
        #expect(found == CheckResult() && found.severity == .ok)
    }

    @Test("finds what expires within both times, the worst first, and what has expired")
    func expiring() throws {
        for (label, expiry) in [("a", "never"), ("b", "15d"), ("c", "14d"), ("d", "3d"), ("e", "2d")] {
            try fixture.create(label, expiry: expiry)
        }
        let found = try check()
        #expect(found.findings.map(\.label) == ["e", "d", "c"] && found.severity == .critical)
        #expect(found.count(.expiring, .critical) == 2 && found.count(.expiring, .warning) == 1)
        #expect(found.tokens == 5 && found.earliest == fixture.clock.now.advanced(by: 2 * 86_400))
        #expect(try check("b", "c").severity == .warning && check("a", "b").severity == .ok)
        fixture.later(days: 2)
        #expect(try check().findings.first?.kind == .expired && check().count(.expired) == 1)
        #expect(try check(warn: "0s", critical: "0s").findings.map(\.label) == ["e"])
    }

    @Test("does not look at what was revoked, or at what is left out")
    func excluded() throws {
        try fixture.create("gone", expiry: "1d")
        try fixture.create("ci/try", expiry: "1d")
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("gone")))
        #expect(try check().findings.map(\.label) == ["ci/try"])
        let found = try check(excluded: ["ci/*"])
        #expect(found.severity == .ok && found.tokens == 0)
    }

    @Test("cannot tell where a pattern fits nothing, and hides nothing that is worse")
    func unmatched() throws {
        try fixture.create("ci", expiry: "90d")
        #expect(try check("c*", "x*").unmatched == ["x*"] && check("c*", "x*").severity == .unknown)
        try fixture.create("cd", expiry: "9d")
        #expect(try check("c*", "x*").severity == .warning)
    }

    @Test("finds the provisioning tokens that run out, of the accounts of what it looks at")
    func accounts() throws {
        try fixture.addAccount("other", expiry: .at(fixture.clock.now.advanced(by: 86_400)))
        try fixture.create("ci", expiry: "90d", account: "work")
        #expect(try check().findings.map(\.label) == ["other"] && check().severity == .critical)
        #expect(try check("ci").severity == .ok)
        try fixture.addAccount("hidden")
        #expect(try check().count(.unknownExpiry) == 1 && check().severity == .critical)
        fixture.later(days: -5)
        #expect(try check().findings.map(\.label) == ["other", "hidden"] && check().severity == .warning)
        fixture.later(days: -30)
        #expect(try check().severity == .unknown)
    }

    @Test("counts what never expires, and warns of it where that is asked for, of provisioning tokens, too")
    func never() throws {
        fixture.date()
        try fixture.create("a", expiry: "never")
        try fixture.create("b", expiry: "never")
        try fixture.create("c", expiry: "90d")
        try fixture.decide("b", days: 90)
        #expect(try check().severity == .ok && check().never == 1 && check().renewed == 1)
        var request = CheckRequest(warn: "14d", critical: "3d", warnsOfNever: true)
        let found = try fixture.service.check(request)
        #expect(found.findings.map(\.label) == ["a", "work"] && found.severity == .warning)
        #expect(found.count(.never) == 1 && found.count(.accountNever) == 1 && found.never == 1)
        (request.patterns, request.excluded) = (["c"], ["a"])
        #expect(try fixture.service.check(request).findings.map(\.kind) == [.accountNever])
        request.patterns = []
        #expect(try fixture.service.check(request).count(.never) == 0)
    }

    @Test("finds a revocation that is held up, which is critical after a day")
    func heldUp() throws {
        try fixture.create("ci", expiry: "90d")
        fixture.provider.fault = { _, request in
            if case .delete = request { .before(ProviderFailure(.unavailable)) } else { nil }
        }
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("ci")))
        let found = try check()
        #expect(found.findings.map(\.kind) == [.revocation] && found.severity == .warning)
        #expect(found.findings.first?.pending?.setback != nil)
        #expect(found.pending == 1 && found.revocations == 1)
        fixture.later(days: 1)
        #expect(try check().severity == .critical)
        #expect(try check("other").pending == 0)
        fixture.provider.fault = { _, _ in nil }
        _ = try fixture.service.sync(SyncRequest())
        #expect(try check() == CheckResult())
    }

    @Test("finds an operation that nobody goes on with, once an hour has passed, and none before")
    func interrupted() throws {
        let record = try fixture.create("ci", expiry: "90d").record
        let subject = Subject(
            record: record.id, account: record.account, label: record.label, began: fixture.clock.now,
            settle: 3)
        try fixture.vault.commit(
            OperationID(),
            journal: Renaming(subject, token: record.token.id, to: try Label("cd")).journalEntry, changes: [],
            string: nil)
        fixture.clock.now = fixture.clock.now.advanced(by: 3599)
        #expect(try check().severity == .ok && check().pending == 1)
        fixture.clock.now = fixture.clock.now.advanced(by: 1)
        #expect(try check().findings.map(\.kind) == [.heldUp] && check().severity == .warning)
    }

    @Test("tells a hundred one by one, the worst, and counts all")
    func many() {
        var found = CheckResult()
        for day in (0..<1000).reversed() {
            let severity: CheckResult.Severity = day < 5 ? .critical : .warning
            found.add(.init(severity, .expiring, "t\(day)", Instant(seconds: Int64(day))))
        }
        found.cut()
        #expect(found.findings.map(\.label) == (0..<100).map { "t\($0)" })
        #expect(found.count(.expiring) == 1000 && found.count(.expiring, .critical) == 5 && found.all == 1000)
    }

    @Test("says what cannot be asked before anything is opened", arguments: ["14", "soon", "-1d", ""])
    func unusable(_ text: String) {
        #expect(throws: Failure.unusable(.time(.duration(text)))) {
            try CheckRequest(warn: text, critical: "3d").check(now: Instant(seconds: 0))
        }
        #expect(throws: Failure.unusable(.time(.duration(text)))) {
            try CheckRequest(warn: "14d", critical: text).check(now: Instant(seconds: 0))
        }
    }
}
