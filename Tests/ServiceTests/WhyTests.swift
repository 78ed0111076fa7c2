import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("Why a token is there")
struct WhyTests {
    let fixture: ServiceFixture

    init() throws {
        fixture = try ServiceFixture(provisioning: .never)
        fixture.date()
    }

    private func why(_ label: String = "ci") throws -> WhyResult { try fixture.service.why(Label(label)) }
    private func advice(_ label: String = "ci") throws -> WhyResult.Advice {
        try why(label).advice(at: fixture.clock.now)
    }

    @Test("says who made it, and for what, also under another label")
    func made() throws {
        try fixture.create("other")
        try fixture.create("ci")
        try fixture.decide("ci", days: 90, purpose: "deploys")
        fixture.later(days: 40)
        try fixture.create("later")
        _ = try fixture.service.rename(Label("ci"), to: Label("cd"))
        let found = try why("cd")
        #expect(found.made?.event == .tokenActive && found.made?.caller?.executable == "/bin/asker")
        #expect(found.made?.time == fixture.clock.now.advanced(by: -40 * 86_400))
        #expect(found.token.record.policy?.purpose == "deploys" && !found.unknown.contains(.maker))
        #expect(throws: Failure.noToken(try Label("ci"))) { try why("ci") }
    }

    @Test("tells what read it in the last thirty days, and through what")
    func read() throws {
        try fixture.create("ci", expiry: "1y")
        #expect(try advice() == .neverRead)
        try fixture.handOut("ci", to: "/bin/old")
        fixture.later(days: 31)
        #expect(try advice() == .idle && why().recentReaders.isEmpty && why().uses.isEmpty)
        for verb in ["run", "get", "run"] {
            try fixture.handOut("ci", to: "/bin/new", unit: "a.service", verb: verb)
        }
        let host = try #require(Destination("https://git.example"))
        try fixture.service.bind(Label("ci"), to: host)
        try fixture.handOut("ci", to: "/bin/git", verb: "credential git", destination: host)
        let found = try why()
        #expect(found.recentReaders.map(\.executable).sorted() == ["/bin/git", "/bin/new"])
        #expect(found.uses.map(\.detail) == ["credential git https://git.example", "run", "get"])
        #expect(found.uses.map(\.count) == [1, 2, 1] && found.usesSince == found.recent)
        #expect(found.hosts == [host] && found.readings.count == 5)
        #expect(try advice() == .inUse)
    }

    @Test("says whether a newer generation was read by those who read an older one")
    func generations() throws {
        try fixture.create("ci", expiry: "1y")
        for program in ["/bin/moved", "/bin/left"] { try fixture.handOut("ci", to: program) }
        try fixture.rotate("ci", overlap: 7200)
        try fixture.handOut("ci", to: "/bin/moved")
        let found = try why()
        let item = try #require(found.older.first)
        #expect(
            found.older.count == 1 && item.view.record.generation == 1 && item.view.record.state == .retiring)
        #expect(item.overlap == fixture.clock.now.advanced(by: 7200) && item.end == item.overlap)
        #expect(found.unmoved(from: 1).map(\.executable) == ["/bin/left"])
        #expect(found.token.record.generation == 2 && found.made?.token == found.token.record.token.id)
        #expect(found.recentReaders.map(\.count).sorted() == [1, 2])
        try fixture.handOut("ci", to: "/bin/left")
        #expect(try why().unmoved(from: 1).isEmpty && advice() == .inUse)
    }

    @Test("says that it has expired, or is being revoked")
    func ends() throws {
        try fixture.create("ci", expiry: "1d")
        try fixture.handOut("ci", to: "/bin/new")
        fixture.later(days: 2)
        #expect(try advice() == .expired)
        fixture.provider.fault = { _, request in
            if case .delete = request { .before(ProviderFailure(.unavailable)) } else { nil }
        }
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("ci")))
        #expect(try advice() == .revoking && why().token.pending != nil)
    }

    @Test("names what nobody can tell, and never calls a revocation safe")
    func unknown() throws {
        try fixture.create("ci")
        #expect(try why().unknown == [.elsewhere, .before, .kept])
        for number in 0...LabelReadings.mostReaders { try fixture.handOut("ci", to: "/bin/\(number)") }
        #expect(try why().unknown.contains(.readers))
        let adopted = Record(
            id: RecordID(), account: RecordID(), label: try Label("a"), state: .active,
            token: try fixture.service.record(Label("ci")).token, sealed: fixture.clock.now)
        let result = WhyResult(TokenView(adopted, account: "work"), recent: fixture.clock.now)
        #expect(result.unknown == [.elsewhere, .before, .kept, .adopted, .maker])
        #expect(WhyResult.Advice.allCases.allSatisfy { !$0.rawValue.contains("safe") })
    }
}
