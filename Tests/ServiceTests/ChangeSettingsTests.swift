import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("Settings on changes")
struct ChangeSettingsTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture() }

    private func set(_ set: (inout SettingsChange) -> Void) throws {
        var change = SettingsChange()
        set(&change)
        try fixture.service.set(change)
    }

    private var changes: ChangeSettings { get throws { try fixture.service.settings().changes } }

    @Test("are set together or one by one, and each can be taken back")
    func settings() throws {
        try set { ($0.handsOutOnly, $0.ceiling, $0.changesAnHour) = ("on", "linodes:rw,domains:ro", "7") }
        #expect(try changes.isHandsOutOnly && changes.changesAnHour == 7)
        let scopes = Scopes.only(["linodes": .readWrite, "domains": .readOnly])
        #expect(try changes.ceiling == Ceiling(scopes: scopes))
        #expect(
            try fixture.vault.audit().suffix(3).map(\.detail) == [
                "hands-out-only: on", "changes-per-hour: 7",
                "ceiling: scopes domains:read_only linodes:read_write",
            ])
        try set { $0.maxLifetime = "6mo" }
        #expect(try changes.ceiling == Ceiling(scopes: scopes, lifetime: CalendarDuration(months: 6)))
        try set { ($0.ceiling, $0.handsOutOnly) = ("none", "off") }
        #expect(try changes.ceiling == Ceiling(lifetime: CalendarDuration(months: 6)))
        try set { ($0.maxLifetime, $0.changesAnHour) = ("none", "60") }
        #expect(try changes == ChangeSettings())
        for name: SettingName in [.ceiling, .handsOutOnly, .changesAnHour] {
            #expect(try fixture.vault.setting(name) == nil)
        }
    }

    private static let wrong: [(@Sendable (inout SettingsChange) -> Void, Unusable)] = [
        ({ $0.handsOutOnly = "yes" }, .setting(.toggle("yes"))),
        ({ $0.changesAnHour = "0" }, .setting(.changes("0"))),
        ({ $0.changesAnHour = "1001" }, .setting(.changes("1001"))),
        ({ $0.changesAnHour = "+5" }, .setting(.changes("+5"))),
        ({ $0.maxLifetime = "0s" }, .setting(.lifetime("0s"))),
        ({ $0.maxLifetime = "never" }, .setting(.lifetime("never"))),
        ({ $0.ceiling = "linode:rw" }, .scopes(.unknown("linode", nearest: "linodes"))),
        ({ $0.ceiling = "*" }, .scopes(.form("*"))),
    ]

    @Test(
        "that cannot be are refused, and nothing that was said beside them is set", arguments: wrong.indices)
    func unusable(_ place: Int) throws {
        let (wrong, flaw) = ChangeSettingsTests.wrong[place]
        #expect(throws: Failure.unusable(flaw)) {
            try set {
                $0.auditKeep = "9d"
                wrong(&$0)
            }
        }
        #expect(try fixture.service.settings().auditKeep == AuditKeep.usual)
    }

    @Test("the vault's rules on changes are added and taken away")
    func managers() throws {
        let (web, tool) = (
            Grant(unit: "web.service", manages: true), Grant(executable: "/bin/tool", manages: true)
        )
        for rule in [web, tool, web] { try fixture.service.changeManagers(.add(rule)) }
        #expect(try changes.managers == [web, tool])
        try fixture.service.changeManagers(.remove(0))
        #expect(try changes.managers == [tool])
        #expect(throws: Failure.noRule(nil)) { try fixture.service.changeManagers(.remove(1)) }
        #expect(try fixture.vault.audit().last?.detail == "managers: without --manage --unit web.service")
        try fixture.service.changeManagers(.clear)
        #expect(try changes.managers.isEmpty)
        for number in 0..<Grant.most {
            try fixture.service.changeManagers(.add(Grant(unit: "\(number).service", manages: true)))
        }
        #expect(throws: Failure.tooManyRules) { try fixture.service.changeManagers(.add(web)) }
    }

    private static let unreadable: [(SettingName, [UInt8], LedgerError.Code)] = [
        (.handsOutOnly, [], .altered), (.handsOutOnly, [0], .altered), (.handsOutOnly, [1, 1], .altered),
        (.changesAnHour, [0, 0, 0, 0], .altered), (.changesAnHour, [0, 0, 0x10, 0], .altered),
        (.changesAnHour, [60], .altered), (.ceiling, [], .altered),
        (.ceiling, [0x82, 0, 0, 0, 12] + [UInt8](repeating: 0, count: 12), .altered),
        (.ceiling, [0x83, 0, 0, 0, 0], .newer), (.ceiling, [0x81, 0, 0, 0, 1, 0x2C], .altered),
        (.managers, [], .altered), (.managers, [0], .altered),
        // A rule on hand-outs, and one with a condition of a later version.
        (.managers, [1, 0, 0, 0, 0], .altered), (.managers, [1, 0, 0, 0, 5, 0x90, 0, 0, 0, 0], .newer),
    ]

    @Test(
        "that cannot be read let nobody change anything, and can be set anew", arguments: unreadable.indices)
    func failsClosed(_ place: Int) throws {
        let (name, value, code) = ChangeSettingsTests.unreadable[place]
        let entry = AuditEntry(.settingChanged, time: fixture.clock.now, label: "")
        try fixture.vault.commit(
            OperationID(), journal: nil, changes: [.set(name, to: value, noting: entry)], string: nil)
        let refusal = Failure.vault(LedgerError(code, .setting))
        for isProven in [true, false] {
            fixture.authority?.isProven = isProven
            #expect(throws: refusal) { try fixture.create("ci") }
        }
        #expect(fixture.provider.others.isEmpty)
        try fixture.service.set(
            {
                var change = SettingsChange()
                (change.handsOutOnly, change.ceiling, change.maxLifetime) = ("off", "none", "none")
                change.changesAnHour = "60"
                return change
            }())
        if name == .managers {
            #expect(throws: refusal) { try fixture.create("ci") }
            try fixture.service.changeManagers(.clear)
        }
        try fixture.create("ci")
    }
}
