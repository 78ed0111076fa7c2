import Glibc
import Lifecycle
import TestSupport
import Testing

@testable import Vault

@Suite("A vault whose file is written over while it is open", .onFiles)
struct WrittenOverTests {
    private let fixture: Fixture
    private let ledger: any UnlockedVault
    private let older: [UInt8]

    init() throws {
        fixture = try Fixture()
        ledger = try fixture.open()
        try fixture.seal("ci", "one", in: ledger)
        try ledger.scrub()
        older = TemporaryFolder.bytes(of: fixture.path)
        try fixture.seal("new", "two", in: ledger)
        try ledger.scrub()
    }

    /// What can be done with an open vault.
    enum Use: String, CaseIterable {
        case warmHandOut, handOut, lookup, change, scrub
    }

    private var asker: HandOutUse {
        HandOutUse(
            verb: "get", time: fixture.clock.now, caller: Caller(pid: 7, user: 0, executable: "/bin/true"))
    }

    private func perform(_ use: Use) throws {
        switch use {
        case .warmHandOut:
            for result in try ledger.handOut([HandOutRequest([try Label("ci")], as: asker)]) {
                _ = try result.get()
            }
        case .handOut: _ = try ledger.handOut([try Label("ci")], as: asker)
        case .lookup: _ = try ledger.records()
        case .change: try fixture.seal("later", "three", in: ledger)
        case .scrub: try ledger.scrub()
        }
    }

    @Test(
        "an older copy is refused by an open vault, not written to, and the newest is used once it is back",
        arguments: Use.allCases)
    func writtenOver(_ use: Use) throws {
        // All that is asked for is in memory by now.
        try perform(.warmHandOut)
        _ = try ledger.records()
        try ledger.syncHandOuts()
        ledger.rest()
        #expect(TemporaryFolder.bytes(of: fixture.path + "-wal").isEmpty)
        let newest = TemporaryFolder.bytes(of: fixture.path)
        TemporaryFolder.write(older, to: fixture.path)
        for _ in 0..<2 {
            #expect(throws: LedgerError(.older, .head)) { try perform(use) }
        }
        #expect(TemporaryFolder.bytes(of: fixture.path) == older)
        #expect(TemporaryFolder.bytes(of: fixture.path + "-wal").isEmpty)
        TemporaryFolder.write(newest, to: fixture.path)
        try perform(use)
        _ = try ledger.examine()
        #expect(try fixture.open().records().count >= 2)
    }
}
