import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("Rules, hosts and settings")
struct RulesTests {
    let fixture: ServiceFixture
    let label: Label
    init() throws {
        (fixture, label) = (try ServiceFixture(), try Label("ci"))
        try fixture.create("ci")
    }

    private func host(_ text: String) throws -> Destination { try #require(Destination(text)) }

    private var last: AuditEntry? { try? fixture.vault.audit().last }

    @Test("a rule is added and taken away, and the log says by whom")
    func rules() throws {
        try fixture.service.change(.add(Grant(executable: "/bin/a")), of: label)
        try fixture.service.change(.add(Grant(unit: "web.service")), of: label)
        #expect(last?.event == .granted && last?.caller?.executable == "/bin/asker")
        try fixture.service.change(.remove(0), of: label)
        #expect(try fixture.service.record(label).grants == [Grant(unit: "web.service")])
        #expect(last?.event == .ungranted && last?.detail == Grant(executable: "/bin/a").words)
        #expect(throws: Failure.noRule(label)) { try fixture.service.change(.remove(7), of: label) }
        try fixture.service.change(.clear, of: label)
        #expect(try fixture.service.record(label).grants.isEmpty)
    }

    @Test("a token has no more rules than it can have, and what is refused changes nothing")
    func manyRules() throws {
        for number in 0..<Grant.most {
            try fixture.service.change(.add(Grant(unit: "u\(number).service")), of: label)
        }
        #expect(throws: Failure.tooManyRules) {
            try fixture.service.change(.add(Grant(unit: "more.service")), of: label)
        }
        #expect(try fixture.service.record(label).grants.count == Grant.most)
    }

    @Test("a host is bound once, and taken away")
    func hosts() throws {
        let (one, other) = (try host("https://git.example"), try host("https://other.example/path"))
        try fixture.service.bind(label, to: one)
        let entries = try fixture.vault.audit().count
        try fixture.service.bind(label, to: one)
        #expect(try fixture.vault.audit().count == entries)
        try fixture.service.bind(label, to: other)
        #expect(try Set(fixture.service.hosts(of: label)) == [one, other])
        try fixture.service.unbind(label, from: one)
        #expect(throws: Failure.notBound(label, one)) { try fixture.service.unbind(label, from: one) }
        #expect(try fixture.service.hosts(of: label) == [other])
    }

    private func change(_ set: (inout SettingsChange) -> Void) -> SettingsChange {
        var change = SettingsChange()
        set(&change)
        return change
    }

    @Test("settings are what was set, and what is unusable is refused before anything is opened")
    func settings() throws {
        #expect(
            try fixture.service.settings()
                == VaultSettings(auditKeep: AuditKeep.usual, askpass: nil, changes: ChangeSettings()))
        try fixture.service.set(change { $0.auditKeep = "90d" })
        try fixture.service.setAskpass("/bin/ask")
        #expect(
            try fixture.service.settings()
                == VaultSettings(
                    auditKeep: 90 * 86_400, askpass: "/bin/ask", changes: ChangeSettings()))
        #expect(last?.detail == "askpass: /bin/ask" && last?.caller?.executable == "/bin/asker")
        for text in ["", "1h", "101y", "soon"] {
            #expect(throws: Failure.unusable(.time(.keep(text)))) {
                try Service.check(change { $0.auditKeep = text }, now: fixture.clock.now)
            }
        }
    }
}
