import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

@Suite("The figures of a vault")
struct MetricsTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture() }

    private func metrics() throws -> VaultMetrics { try fixture.service.metrics() }

    private func handOut(_ label: String) throws {
        let use = HandOutUse(
            verb: "get", time: fixture.clock.now, caller: Caller(pid: 7, user: 0, executable: "/bin/true"))
        _ = try fixture.vault.handOut([try Label(label)], as: use)
    }

    @Test("count the tokens of each state, and say when the first expires")
    func tokens() throws {
        for (label, expiry) in [("a", "never"), ("b", "90d"), ("c", "1d"), ("d", "9d"), ("gone", "1h")] {
            try fixture.create(label, expiry: expiry)
        }
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("gone")))
        fixture.clock.now = fixture.clock.now.advanced(by: 2 * 86_400)
        let found = try metrics()
        #expect(found.count(.active) == 4 && found.count(.gone) == 1 && found.count(.revoking) == 0)
        #expect(found.expired == 1 && found.eternal == 1)
        #expect(found.earliest == (try fixture.service.record(Label("d")).token.expiry.moment))
        #expect(found.earliestRenewed == nil && found.due == 0 && found.overdue == 0)
        #expect(found.accounts.map(\.name.text) == ["work"])
    }

    @Test("have what is pending and held up, and what only watches")
    func operations() throws {
        try fixture.create("ci")
        fixture.provider.fault = { _, request in
            if case .delete = request { .before(ProviderFailure(.unavailable)) } else { nil }
        }
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("ci")))
        let found = try metrics()
        #expect(found.pending == 1 && found.heldUp == 1 && found.revocations == 1 && found.watching == 0)
        #expect(found.count(.revoking) == 1)
    }

    @Test("have the hand-outs of this machine, and the counter of the vault")
    func counters() throws {
        try fixture.create("ci")
        let before = try metrics()
        for _ in 0..<3 { try handOut("ci") }
        #expect(try metrics().handOuts == before.handOuts + 3 && metrics().changes == before.changes)
        try fixture.create("cd")
        #expect(try metrics().changes > before.changes)
    }

    @Test("have the last sync that compared every account, and not one that could not")
    func synced() throws {
        #expect(try metrics().lastSync == nil)
        _ = try fixture.service.sync(SyncRequest())
        let first = fixture.clock.now
        #expect(try metrics().lastSync == first)
        fixture.clock.now = first.advanced(by: 60)
        _ = try fixture.service.rehearse()
        fixture.provider.fault = { _, request in
            if case .list = request { .before(ProviderFailure(.unreachable)) } else { nil }
        }
        _ = try fixture.service.sync(SyncRequest())
        #expect(try metrics().lastSync == first)
        fixture.provider.fault = { _, _ in nil }
        fixture.clock.now = first.advanced(by: 7200)
        _ = try fixture.service.sync(SyncRequest(isDueOnly: true))
        #expect(try metrics().lastSync == first.advanced(by: 7200))
    }

    @Test("do without a last sync where what is kept of it is damaged")
    func damaged() throws {
        _ = try fixture.service.sync(SyncRequest())
        let path = try #require(
            TemporaryFolder.names(in: fixture.folder.path).map { "\(fixture.folder.path)/\($0)/synced" }
                .first { !TemporaryFolder.bytes(of: $0).isEmpty })
        var bytes = TemporaryFolder.bytes(of: path)
        for start in [0, 4096] { bytes[start + 20] ^= 1 }
        TemporaryFolder.write(bytes, to: path, mode: 0o600)
        #expect(try metrics().lastSync == nil)
        _ = try fixture.service.sync(SyncRequest())
        #expect(try metrics().lastSync != nil)
    }
}
