import FaultySQLite
import Glibc
import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite(
    "SQLite failing at its Nth write, sync, truncation, lock or allocation while a vault is migrated",
    .onFiles)
struct MigrationFaultTests {
    enum Kind: String, CaseIterable {
        case write, sync, truncate, lock, memory

        var number: faulty_kind {
            switch self {
            case .write: faulty_write
            case .sync: faulty_sync
            case .truncate: faulty_truncate
            case .lock: faulty_lock
            case .memory: faulty_memory
            }
        }
        /// Every seventh of them is tried, and of allocations, which are many, every 1993rd.
        var step: Int {
            guard !MigrationFaultTests.isThorough else { return self == .memory ? 13 : 1 }
            return self == .memory ? 1993 : 7
        }
    }

    /// `LOCKSTEP_ALLOCATIONS=all` (Scripts/faults) tries every one, and every thirteenth allocation.
    static let isThorough =
        unsafe getenv("LOCKSTEP_ALLOCATIONS").map { unsafe String(cString: $0) } == "all"

    /// The vault that the next opening finds is the old one or the new one, whole, and nothing lies beside it.
    private func expectWhole(_ fixture: Format1Fixture, wasMade: Bool, _ comment: String) throws {
        let before = fixture.format
        #expect(before == "1" || before == "2", "\(comment)")
        if wasMade { #expect(before == "2", "\(comment)") }
        do {
            let vault = try fixture.open()
            #expect(fixture.format == before, "\(comment)")
            try fixture.expectSame(vault, comment)
            try vault.examine()
            fixture.expectNoRemains(comment)
            try fixture.change(vault)
        }
        #expect(fixture.format == "2", "\(comment)")
        let vault = try fixture.open()
        try fixture.expectSame(vault, comment)
        try vault.examine()
        #expect(try vault.audit().filter { $0.event == .migrated }.count == 1, "\(comment)")
        fixture.expectNoRemains(comment)
    }

    /// Migrates with a fault at `number`; returns how often it struck.
    private func strike(_ kind: Kind, _ name: String, at number: Int, always: Bool) throws -> Int {
        let fixture = try Format1Fixture(name)
        var wasMade = false
        let comment = "\(name): \(kind) \(number), always \(always)"
        do {
            faulty_set(kind.number, number, always ? 1 : 0)
            defer { faulty_set(kind.number, 0, 0) }
            do {
                try fixture.migrated()
                wasMade = true
            } catch let error as LedgerError where kind != .memory {
                // Without memory a row may look like none.
                #expect(error.code != .altered && error.code != .older, "\(comment): \(error)")
            } catch {}
            let struck = Int(faulty_count())
            guard struck > 0 else { return 0 }
        }
        try expectWhole(fixture, wasMade: wasMade, comment)
        return 1
    }

    @Test(
        "leaves the old vault or the new one, with all that was in it and nothing beside it, at every N",
        arguments: Kind.allCases, [false, true])
    func everywhere(_ kind: Kind, _ always: Bool) throws {
        var number = 1
        while try strike(kind, "early", at: number, always: always) > 0 { number += kind.step }
        #expect(number > kind.step, "\(kind) was never reached")
    }

    /// Migrates until the current is gone; returns whether it went before the end.
    private func cut(_ name: String, at number: Int, seed: UInt32) throws -> Bool {
        let fixture = try Format1Fixture(name)
        faulty_set(faulty_power, number, 1)
        let wasMade = (try? fixture.migrated()) != nil
        let struck = faulty_count() > 0
        faulty_lose_unsynced(seed)
        // A disk may have the new folder's entries or not.
        try expectWhole(fixture, wasMade: wasMade, "current gone at \(number), seed \(seed)")
        return struck
    }

    @Test(
        "a power cut takes all that was not synced, or some of its sectors, and leaves the old vault or the new one",
        arguments: [0, 1, 2, 3] as [UInt32])
    func power(_ seed: UInt32) throws {
        let step = MigrationFaultTests.isThorough ? 1 : 13
        var number = 1 + (MigrationFaultTests.isThorough ? 0 : Int(seed) * 3)
        while try cut("early", at: number, seed: seed) { number += step }
        #expect(number > 10 + step)
    }
}
