import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("Choosing tokens")
struct ChoosingTests {
    let fixture: ServiceFixture

    init() throws {
        fixture = try ServiceFixture()
        try fixture.addAccount("other")
        for (label, account, expiry) in [
            ("ci-1", "work", "1d"), ("ci-2", "work", "90d"), ("ci-3", "other", "1d"), ("web", "other", "1d"),
        ] { try fixture.create(label, expiry: expiry, account: account) }
    }

    private func labels(_ selection: TokenSelection) throws -> [String] {
        try fixture.service.plan(revoking: selection).tokens.map(\.record.label.text)
    }

    @Test("filters narrow each other, and the account always counts")
    func filters() throws {
        #expect(try labels(TokenSelection(labels: [], isAll: true)) == ["ci-1", "ci-2", "ci-3", "web"])
        #expect(try labels(fixture.selection(patterns: ["ci-*"])) == ["ci-1", "ci-2", "ci-3"])
        #expect(
            try labels(fixture.selection(patterns: ["ci-*", "w?b"], account: "other")) == ["ci-3", "web"])
        #expect(
            try labels(TokenSelection(labels: [], isAll: true, patterns: ["ci-*"], account: "work"))
                == ["ci-1", "ci-2"])
    }

    @Test("a label that is named and that a filter excludes is told of and left alone")
    func excluded() throws {
        #expect(try labels(fixture.selection("web", "ci-1", "web", patterns: ["ci-*"])) == ["ci-1"])
        #expect(fixture.heard.last == .excluded(try Label("web")))
    }

    @Test("what nobody can mean is refused before anything is asked")
    func refused() throws {
        let work = try Label("ci-1")
        for (selection, failure): (TokenSelection, Failure) in [
            (TokenSelection(labels: []), .unusable(.naming(.missing))),
            (TokenSelection(labels: [], account: "work"), .unusable(.naming(.missing))),
            (TokenSelection(labels: [work], isAll: true), .unusable(.naming(.labelsAndAll))),
            (TokenSelection(labels: [try Label("none")]), .noToken(try Label("none"))),
            (TokenSelection(labels: [work], account: "other"), .otherAccount(work, account: "other")),
            (
                TokenSelection(labels: [work], account: "no"),
                .noAccount("no", known: [try Label("other"), try Label("work")])
            ),
        ] {
            #expect(throws: failure) { try fixture.service.plan(revoking: selection) }
        }
    }

    @Test("an expired token that the provider still honours is left alone: the clock may be wrong")
    func expired() throws {
        let alive = try #require(try fixture.vault.record(named: Label("ci-1"))).token.id
        for kept in fixture.provider.others where kept.token.id != alive {
            fixture.provider.drop(kept.token.id)
        }
        fixture.clock.sleep(milliseconds: 2 * 86_400_000)
        #expect(try labels(fixture.selection(isExpired: true)) == ["ci-3", "web"])
        guard case .alive(let label, _)? = fixture.heard.last else {
            Issue.record("nothing was told")
            return
        }
        #expect(label.text == "ci-1")
    }
}
