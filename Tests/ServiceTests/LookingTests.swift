import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("Looking at tokens and logs")
struct LookingTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture() }

    private func labels(_ request: ListRequest = ListRequest()) throws -> [String] {
        let stream = try fixture.service.list(request)
        var found: [String] = []
        while let view = try stream.next() { found.append(view.record.label.text) }
        return found
    }

    @Test("a listing has the living by label; tombstones and a horizon where they are asked for")
    func list() throws {
        try fixture.addAccount("other")
        try fixture.create("b", expiry: "90d", account: "work")
        try fixture.create("a", expiry: "1d", account: "other")
        try fixture.create("gone", account: "work")
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("gone")))
        #expect(try labels() == ["a", "b"])
        #expect(try labels(ListRequest(isAll: true)) == ["a", "b", "gone"])
        #expect(try labels(ListRequest(isAll: true, expiring: "2d")) == ["a"])
        #expect(try labels(ListRequest(account: "work")) == ["b"])
        #expect(throws: Failure.unusable(.time(.duration("soon")))) {
            try labels(ListRequest(expiring: "soon"))
        }
        #expect(throws: Failure.noAccount("no", known: [try Label("other"), try Label("work")])) {
            try labels(ListRequest(account: "no"))
        }
    }

    @Test(
        "a listing has what a pattern fits or has expired, in the order that is asked for",
        arguments: [
            (ListRequest(patterns: ["ci/*"]), ["ci/a", "ci/b"]),
            (ListRequest(patterns: ["ci/b", "x*"]), ["ci/b", "x"]),
            (ListRequest(order: .expiry), ["x", "ci/b", "ci/a", "ever"]),
            (ListRequest(order: .created), ["ci/a", "ci/b", "ever", "x"]),
            (ListRequest(isExpired: true), ["x"]), (ListRequest(isAll: true, isExpired: true), ["x"]),
            (ListRequest(isExpired: true, patterns: ["ci/*"]), []),
        ] as [(ListRequest, [String])])
    func filtered(_ request: ListRequest, _ found: [String]) throws {
        for (label, expiry) in [("ever", "never"), ("x", "1h"), ("ci/b", "3d"), ("ci/a", "90d")] {
            try fixture.create(label, expiry: expiry)
            fixture.clock.sleep(milliseconds: 2_000_000)
        }
        #expect(try labels(request) == found)
    }

    @Test("the oldest come first, and those whose age is not known before them")
    func created() {
        let tokens = [nil, 3, 1, 2].map { (time: Int64?) in
            Token(
                id: 1, label: "\(time ?? 0)", scopes: .all, created: time.map { Instant(seconds: $0) },
                expiry: .never, prefix: "")
        }
        #expect(
            tokens.sorted { ListRequest.Order.created.isBefore($0, $1) }.map(\.label) == ["0", "1", "2", "3"])
    }

    @Test("a listing tells of the accounts whose provisioning token runs out")
    func expiring() throws {
        try fixture.addAccount("later", expiry: .at(fixture.clock.now.advanced(by: 15 * 86_400)))
        try fixture.addAccount("never", expiry: .never)
        #expect(try expiring().isEmpty)
        try fixture.addAccount("soon", expiry: .at(fixture.clock.now.advanced(by: 13 * 86_400)))
        #expect(try expiring() == ["soon"])
        #expect(try expiring(ListRequest(account: "later")).isEmpty)
    }

    private func expiring(_ request: ListRequest = ListRequest()) throws -> [String] {
        try fixture.service.list(request).head.expiring(at: fixture.clock.now).map(\.name.text)
    }

    @Test("each token at the provider is told as what it is")
    func remote() throws {
        try fixture.create("kept")
        try fixture.create("moved")
        let lost = try fixture.create("lost").record.token.id
        fixture.provider.make("elsewhere")
        fixture.provider.relabel(try fixture.service.record(Label("moved")).token.id, "renamed there")
        fixture.provider.drop(lost)
        fixture.clock.sleep(milliseconds: 3_600_000)
        let views = try fixture.service.listRemote(ListRequest())
        let standings = Dictionary(uniqueKeysWithValues: views.map { ($0.token.label, $0.standing) })
        #expect(standings["kept"] == .managed && standings["renamed there"] == .renamed)
        #expect(standings["elsewhere"] == .unmanaged && standings["lost"] == .gone)
    }

    @Test("what waits in the journal is shown with the token, counted, and finished by sync")
    func pending() throws {
        let id = try fixture.create("ci").record.token.id
        fixture.provider.fault = { _, request in
            if case .delete = request { .before(ProviderFailure(.unavailable)) } else { nil }
        }
        let revoked = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("ci")))
        guard case .unfinished(.provider, .pending, let account?)? = revoked[0].failure else {
            Issue.record("\(String(describing: revoked[0].failure))")
            return
        }
        #expect(account.name.text == "work")
        let shown = try fixture.service.show(Label("ci")).token
        #expect(shown.pending?.operation == "revoke" && shown.pending?.setback != nil)
        let counts = try fixture.service.counts()
        #expect(counts.pending == [shown.pending] && counts.tokens == 1 && counts.watching == 0)
        let rehearsed = try fixture.service.rehearse()
        #expect(rehearsed.lines.map(\.state) == [.open] && fixture.provider.kept[id] != nil)
        fixture.provider.fault = { _, _ in nil }
        let synced = try fixture.service.sync(SyncRequest())
        #expect(synced.lines.map(\.state) == [.done] && synced.lines.map(\.failure) == [nil])
        #expect(try fixture.service.counts().pending.isEmpty && fixture.provider.kept[id] == nil)
        #expect(try fixture.service.receipt(of: Label("ci")).stated.token == id)
        #expect(throws: Failure.noReceipt(try Label("no"))) { try fixture.service.receipt(of: Label("no")) }
    }

    @Test("the log is narrowed by label, event, time and number, and says where it was cut")
    func audit() throws {
        for label in ["a", "b"] { try fixture.create(label) }
        func page(_ request: AuditRequest) throws -> AuditPage {
            try fixture.service.audit(AuditFilter(request, now: fixture.clock.now))
        }
        let all = try page(AuditRequest(limit: "0"))
        #expect(all.entries == (try fixture.vault.audit()) && !all.isCut && all.verified == nil)
        let two = try page(AuditRequest(limit: "2"))
        #expect(two.entries == Array(all.entries.suffix(2)) && two.isCut)
        let sealed = try page(AuditRequest(labels: ["b"], events: ["token-sealed"]))
        #expect(sealed.entries.map(\.label) == ["b"] && sealed.entries.map(\.event) == [.tokenSealed])
        fixture.clock.sleep(milliseconds: 3 * 86_400_000)
        #expect(try page(AuditRequest(since: "1d")).entries.isEmpty)
        let verified = try fixture.service.audit(
            AuditFilter(AuditRequest(), now: fixture.clock.now), isVerified: true)
        #expect(verified.verified?.changes == UInt64(all.entries.count))
        for (request, why): (AuditRequest, Unusable) in [
            (AuditRequest(events: ["handed"]), .event("handed")), (AuditRequest(limit: "-1"), .limit("-1")),
            (AuditRequest(since: "when"), .time(.moment("when"))),
        ] {
            #expect(throws: Failure.unusable(why)) { try AuditFilter(request, now: fixture.clock.now) }
        }
    }

    @Test("an archive is written to what was lent, and takes its name, and read from what was opened")
    func archive() throws {
        try fixture.create("ci")
        let use = HandOutUse(
            verb: "get", time: fixture.clock.now, caller: Caller(pid: 7, user: 0, executable: "/bin/true"))
        _ = try fixture.vault.handOut([try Label("ci")], as: use)
        let path = "\(fixture.folder.path)/archive"
        let report = try ArchiveRequest(path: path, interim: nil, before: nil)
            .perform(by: fixture.service, with: try LentFiles(new: path))
        #expect(report.entries == 1 && TemporaryFolder.names(in: fixture.folder.path).contains("archive"))
        let page = try ArchivedRequest(path: "elsewhere", AuditRequest())
            .perform(by: fixture.service, with: try LentFiles(opening: path))
        #expect(page.entries.map(\.event) == [.handedOut] && page.verified?.readings == 1)
        _ = try fixture.vault.handOut([try Label("ci")], as: use)
        #expect(throws: Failure.archive(LedgerError(.exists, .archive).at(path), file: path)) {
            try fixture.service.archive(to: try LentFiles(new: path), before: nil)
        }
    }
}
