import Glibc
import Lifecycle
import TestSupport
import Testing

@testable import Vault

@Suite("Repairing a vault", .onFiles)
struct RepairTests {
    private let entry = AuditEntry(.repaired, time: Instant(seconds: 1_800_000_000), label: "")

    /// Zeros where the first page was.
    private func loseFirstPage(_ path: String) {
        for ending in ["-wal", "-shm"] { unsafe unlink(path + ending) }
        var bytes = TemporaryFolder.bytes(of: path)
        bytes.replaceSubrange(..<4096, with: [UInt8](repeating: 0, count: 4096))
        TemporaryFolder.write(bytes, to: path)
    }

    @Test("a first page is made anew in a vault that was migrated, too", arguments: Format1Fixture.names)
    func migrated(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        try fixture.migrated().scrub()
        loseFirstPage(fixture.path)
        #expect(try fixture.door.repair(fixture.unlocking(), noting: entry))
        #expect(try fixture.door.examine(fixture.unlocking()).damages.isEmpty)
        try fixture.expectSame(try fixture.open())
    }

    @Test(
        "a first page is made anew where a copy of the head, or the tree, is damaged, too",
        arguments: [
            "", "UPDATE first SET value = randomblob(99) WHERE id = 3",
            "UPDATE second SET value = randomblob(99) WHERE id = 3",
            "UPDATE nodes SET value = randomblob(99)",
        ])
    func firstPage(_ statement: String) throws {
        let fixture = try Fixture()
        let ledger = try fixture.open()
        for label in ["one", "two"] { try fixture.seal(label, label, in: ledger) }
        try ledger.scrub()
        if !statement.isEmpty { Raw.run(statement, in: fixture.path) }
        loseFirstPage(fixture.path)
        #expect(try fixture.door.repair(fixture.key(), noting: entry))
        #expect(try fixture.door.examine(fixture.key()).damages.isEmpty)
        for label in ["one", "two"] {
            #expect(try fixture.handOut(label, from: fixture.open()) == Array(label.utf8))
        }
    }
}
