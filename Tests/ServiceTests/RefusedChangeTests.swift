import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("A change that is refused")
struct RefusedChangeTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture() }

    private func set(_ set: (inout SettingsChange) -> Void) throws {
        var change = SettingsChange()
        set(&change)
        try fixture.service.set(change)
    }

    private func denied() throws -> [AuditEntry] {
        try fixture.service.audit(
            AuditFilter(AuditRequest(events: ["denied"], limit: "0"), now: fixture.clock.now)
        ).entries
    }

    private func expect(_ label: String, _ detail: String, _ body: () throws -> Void) throws {
        let before = try (denied(), fixture.vault.verifyAudit().changes)
        #expect(throws: Failure.self) { try body() }
        let after = try denied()
        #expect(after.count == before.0.count + 1)
        #expect(
            after.last?.label == label && after.last?.detail == detail, "\(String(describing: after.last))")
        #expect(after.last?.caller?.executable == "/bin/asker" && after.last?.interface == .commandLine)
        // The vault is not written to.
        #expect(try fixture.vault.verifyAudit().changes == before.1)
    }

    @Test("stands in the log with who asked, what for and why, whatever refuses it")
    func reasons() throws {
        for label in ["a", "b"] { try fixture.create(label) }
        try set { $0.ceiling = "domains:ro" }
        try expect("c", "create, above the ceiling") { try fixture.create("c") }
        try set { ($0.ceiling, $0.changesAnHour) = ("none", "2") }
        fixture.authority?.recent = [1, 2]
        try expect("a", "rename, more than 2 changes an hour") {
            _ = try fixture.service.rename(Label("a"), to: Label("c"))
        }
        fixture.authority?.recent = []
        try fixture.service.change(.add(Grant(unit: "web.service", manages: true)), of: Label("b"))
        try expect("b", "revoke of 2 tokens, no --manage rule lets the caller") {
            _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("a", "b")))
        }
        try set { $0.handsOutOnly = "on" }
        try expect("", "forget of 2 tokens, the vault hands out only") {
            try fixture.service.forget(fixture.service.plan(forgetting: fixture.selection("a", "b")))
        }
        try expect("", "sync, the vault hands out only") { _ = try fixture.service.sync(SyncRequest()) }
    }
}
