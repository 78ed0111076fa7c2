import Glibc
import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("The bytes of a vault that was migrated", .onFiles)
struct MigrationBytesTests {
    /// Pieces of eight bytes out of everything that is sealed, hashed or wrapped, but the slots and the log: those are carried along.
    private static let sealed = [
        "SELECT hex(string) FROM item WHERE string IS NOT NULL",
        "SELECT hex(data_key) FROM item WHERE data_key IS NOT NULL", "SELECT hex(metadata) FROM item",
        "SELECT hex(entry) FROM operation", "SELECT hex(hash) FROM name",
        // Those at the bottom hold ids, which stay.
        "SELECT hex(body) FROM node WHERE path < 262144",
        "SELECT hex(head) FROM vault",
    ]

    private func pieces(_ fixture: Format1Fixture) -> Set<UInt64> {
        var found: Set<UInt64> = []
        for statement in MigrationBytesTests.sealed {
            for text in SQLText.rows(statement, in: fixture.path) {
                let bytes = Hex.bytes(text.lowercased()) ?? []
                // The first bytes of a node are plain numbers.
                for start in stride(from: 4, to: bytes.count - 8, by: 40) {
                    found.insert(bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) })
                }
            }
        }
        return found
    }

    /// How many places of all files beside each other hold one of the pieces.
    private func left(of pieces: Set<UInt64>, _ fixture: Format1Fixture) -> Int {
        var found = 0
        for name in TemporaryFolder.names(in: fixture.folder.path) {
            var last: UInt64 = 0
            for byte in TemporaryFolder.bytes(of: "\(fixture.folder.path)/\(name)") {
                last = last << 8 | UInt64(byte)
                if pieces.contains(last) { found += 1 }
            }
        }
        return found
    }

    @Test("hold nothing of what was sealed before", arguments: Format1Fixture.names)
    func sealed(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        let pieces = pieces(fixture)
        #expect(pieces.count > 50)
        #expect(left(of: pieces, fixture) >= pieces.count, "they are found while they are there")
        let vault = try fixture.migrated()
        #expect(left(of: pieces, fixture) == 0)
        try vault.examine()
    }

    @Test("hold nothing of a string that was purged afterwards, as it was sealed before or since")
    func purged() throws {
        let fixture = try Format1Fixture("plain")
        let vault = try #require(try fixture.migrated() as? OpenVault)
        let record = try #require(try vault.record(named: try Label("deploy")))
        let cell = try vault.read { (transaction) throws(LedgerError) in
            guard let place = try transaction.stored(record.id)?.cell else { throw LedgerError(.absent) }
            return try transaction.cell(place)
        }
        let pieces = Set(
            stride(from: 8, to: cell.count - 8, by: 16).map { start in
                cell[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
            })
        #expect(left(of: pieces, fixture) == pieces.count)
        try vault.commit(
            OperationID(), journal: nil, changes: [.move(record.id, to: .revoking)], string: nil)
        let proof = Proof(deletion: .deleted, refused: Instant(seconds: 1_800_000_000))
        try vault.commit(
            OperationID(), journal: nil, changes: [.purge(record.id, proof: proof)], string: nil)
        try vault.scrub()
        #expect(left(of: pieces, fixture) == 0)
        try vault.examine()
    }

    @Test("hold version 1's audit log as it was, and nothing that is free", arguments: Format1Fixture.names)
    func kept(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        func log() -> [String] {
            SQLText.rows("SELECT sequence || hex(entry) FROM audit ORDER BY sequence", in: fixture.path)
        }
        let before = log()
        #expect(!before.isEmpty)
        try fixture.migrated()
        #expect(log() == before)
        #expect(SQLText.rows("PRAGMA freelist_count", in: fixture.path) == ["0"])
        #expect(SQLText.rows("PRAGMA integrity_check", in: fixture.path) == ["ok"])
        #expect(SQLText.rows("PRAGMA auto_vacuum", in: fixture.path) == ["0"])
        // Where every other vault that was migrated has its tables: the first page can be made anew.
        let places = SQLText.rows(
            "SELECT name || ' ' || rootpage FROM sqlite_schema ORDER BY rootpage", in: fixture.path)
        let tables = ["audit"] + Table.allCases.filter { $0 != .audit }.map(\.name)
        #expect(places == tables.enumerated().map { "\($0.element) \($0.offset + 2)" })
    }

    @Test("can be read again once their first page was lost")
    func firstPage() throws {
        let fixture = try Format1Fixture("stopped")
        do {
            let vault = try fixture.migrated()
            try vault.scrub()
        }
        var bytes = TemporaryFolder.bytes(of: fixture.path)
        bytes.replaceSubrange(0..<4096, with: Random.bytes(4096))
        for ending in ["-wal", "-shm"] { unsafe unlink(fixture.path + ending) }
        TemporaryFolder.write(bytes, to: fixture.path)
        #expect(throws: LedgerError.self) { _ = try fixture.open() }
        let entry = AuditEntry(.repaired, time: Instant(seconds: 1_800_000_000), label: "")
        #expect(try fixture.door.repair(fixture.unlocking(), noting: entry))
        let vault = try fixture.open()
        try fixture.expectSame(vault)
        try vault.examine()
    }

    @Test(
        "are right in a file of another kind",
        arguments: [
            "PRAGMA journal_mode = DELETE",
            "PRAGMA journal_mode = DELETE; PRAGMA page_size = 1024; VACUUM",
            "PRAGMA journal_mode = DELETE; PRAGMA page_size = 16384; VACUUM; PRAGMA journal_mode = WAL",
        ])
    func kinds(_ statements: String) throws {
        let fixture = try Format1Fixture("faulty")
        fixture.sql(statements)
        let size = SQLText.rows("PRAGMA page_size", in: fixture.path)
        let pieces = pieces(fixture)
        try fixture.expectSame(try fixture.open())
        let vault = try fixture.migrated()
        try fixture.expectSame(vault)
        try vault.examine()
        #expect(left(of: pieces, fixture) == 0)
        #expect(SQLText.rows("PRAGMA page_size", in: fixture.path) == size)
        #expect(SQLText.rows("PRAGMA journal_mode", in: fixture.path) == ["wal"])
        fixture.expectNoRemains()
    }
}
