import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A purge")
struct PurgeTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    /// The pieces of all cells that hold strings: of the wrapped data key, of the ciphertext, and of its end. Each is as unique
    /// as the whole cell.
    private func pieces(of records: [Record]) throws -> Set<[UInt8]> {
        let vault = try #require(try fixture.open() as? OpenVault)
        var found: Set<[UInt8]> = []
        for record in records {
            let cell = try vault.read { (transaction) throws(LedgerError) in
                guard let place = try transaction.stored(record.id)?.cell else { throw LedgerError(.absent) }
                return try transaction.cell(place)
            }
            for start in [8, 40, 62, 80, 104, 160, cell.count - 17] {
                found.insert(Array(cell[start..<start + 16]))
            }
        }
        return found
    }

    /// How many of the pieces stand anywhere in the vault's files.
    private func left(of pieces: Set<[UInt8]>) -> Int {
        let everything = fixture.everything
        var found = 0
        for start in 0..<max(0, everything.count - 16)
        where pieces.contains(Array(everything[start..<start + 16])) {
            found += 1
        }
        return found
    }

    @Test("takes away the drafts of processes that were killed, and none that is worked on", .onFiles)
    func drafts() throws {
        let ledger = try fixture.open()
        let record = try fixture.seal("ci", "string", in: ledger)
        let draft = try FileDraft(of: fixture.path)
        let names = TemporaryFolder.names(in: "\(fixture.folder.path)/data")
        #expect(names.contains { "\(fixture.folder.path)/data/\($0)" == draft.path })
        for ending in ["", "-journal", "-wal", "-shm"] {
            TemporaryFolder.write([1], to: "\(fixture.path).new-0123456789abcdef\(ending)")
        }
        try fixture.purge(record, in: ledger)
        try ledger.scrub()
        #expect(TemporaryFolder.names(in: "\(fixture.folder.path)/data") == names)
        _ = consume draft
        #expect(TemporaryFolder.names(in: "\(fixture.folder.path)/data").count == names.count - 1)
    }

    @Test(
        "leaves no byte of cell, data key or ciphertext in the file, its log or its free pages, with hundreds of others around",
        .onFiles, arguments: 1...3)
    func residue(_ round: Int) throws {
        let ledger = try fixture.open()
        let records = try (0..<150).map { number in
            let string = String(repeating: "s", count: number * 37 % 1700) + "-\(number)"
            return try fixture.seal("token-\(number)", string, in: ledger)
        }
        let doomed = records.enumerated().filter { $0.offset % 3 == round - 1 }.map(\.element)
        let pieces = try pieces(of: doomed)
        #expect(pieces.count == doomed.count * 7)
        #expect(left(of: pieces) >= pieces.count, "they are found while they are there")
        for record in doomed {
            try ledger.commit(
                OperationID(), journal: nil, changes: [.move(record.id, to: .revoking)], string: nil)
        }
        for record in doomed { try fixture.purge(record, in: ledger) }
        try ledger.scrub()
        #expect(left(of: pieces) == 0)
        #expect(try ledger.records().filter { $0.state == .gone }.count == doomed.count)
        for record in records where !doomed.contains(record) { _ = try ledger.string(of: record.id) }
        for record in doomed {
            #expect(throws: LedgerError(.absent, .string)) { _ = try ledger.string(of: record.id) }
        }
        try ledger.examine()
    }

    @Test("a cell that is free again is used for the next string of its size, and the vault does not grow")
    func reuse() throws {
        let ledger = try fixture.open()
        for number in 0..<20 {
            let records = try (0..<3).map { try fixture.seal("t-\(number)-\($0)", "string", in: ledger) }
            for record in records { try fixture.purge(record, in: ledger) }
        }
        #expect(try fixture.rows(.cells256).count == 4)
        try ledger.examine()
    }

    @Test("more free cells than one list has room for are all used again")
    func manyFree() throws {
        let ledger = try fixture.open()
        let records = try (0..<130).map { try fixture.seal("t-\($0)", "string", in: ledger) }
        for record in records { try fixture.purge(record, in: ledger) }
        #expect(try fixture.rows(.free).count == 3)
        try ledger.examine()
        for number in 0..<130 { try fixture.seal("u-\(number)", "string-\(number)", in: ledger) }
        #expect(try fixture.rows(.cells256).count == 131)
        #expect(try fixture.rows(.free).isEmpty)
        #expect(try fixture.handOut("u-77", from: ledger) == Array("string-77".utf8))
        try ledger.examine()
    }

    @Test("frees the label and keeps label, ids, times and receipt of the token, and none of its scopes")
    func tombstone() throws {
        let ledger = try fixture.open()
        let record = try fixture.seal("ci", "string", in: ledger)
        try fixture.purge(record, in: ledger)
        let left = try #require(try ledger.record(record.id))
        #expect(left.label == record.label && left.token.id == record.token.id && left.nonce == record.nonce)
        #expect(left.token.scopes == .only([:]) && left.receipt != nil && left.purged == fixture.clock.now)
        try fixture.seal("ci", "another", in: ledger)
    }

    @Test(
        "is pending while another process reads, which is told as busy; once that is gone, nothing is left",
        .onFiles)
    func readerInTheWay() throws {
        let ledger = try fixture.open()
        let record = try fixture.seal("ci", "string", in: ledger)
        let pieces = try pieces(of: [record])
        let store = try #require((ledger as? OpenVault)?.store as? SQLiteRowStore)
        try store.connection.setPatience(50)
        let reader = try Connection(path: fixture.path)
        try reader.execute("BEGIN")
        #expect(try reader.number("SELECT count(*) FROM cells256") == 2)
        try fixture.purge(record, in: ledger)
        #expect(throws: LedgerError(.busy, .log)) { try ledger.scrub() }
        #expect(left(of: pieces) > 0, "what the reader still sees")
        try reader.execute("ROLLBACK")
        try ledger.scrub()
        #expect(left(of: pieces) == 0)
        #expect(TemporaryFolder.bytes(of: fixture.path + "-wal").isEmpty)
    }
}
