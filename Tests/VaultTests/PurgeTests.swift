import CSQLite
import Lifecycle
import Secrets
import TestSupport
import Testing
import Vault

@Suite("A purge")
struct PurgeTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    /// The blobs that the database has for each record, read as an attacker would.
    private func blobs() -> [[UInt8]] {
        Raw.blobs("SELECT metadata, data_key, string FROM item", in: fixture.path)
    }

    @Test(
        "leaves no byte of data key or ciphertext in the file, its log or its free pages, with hundreds of others around",
        arguments: 1...5)
    func residue(_ round: Int) throws {
        let ledger = try fixture.open()
        let records = try (0..<300).map { try fixture.seal("token-\($0)", "string-\($0)", in: ledger) }
        let doomed = records.enumerated().filter { $0.offset % 3 == 1 }.map(\.element)
        // Updates, splits and merges move rows between pages: everything that was ever written for a record counts.
        var everWritten = Set(blobs())
        for record in doomed {
            try ledger.commit(
                OperationID(), journal: nil, changes: [.move(record.id, to: .revoking)], string: nil)
        }
        everWritten.formUnion(blobs())
        for record in doomed { try fixture.purge(record, in: ledger) }
        try ledger.scrub()
        let left = Set(blobs())
        let removed = everWritten.subtracting(left)
        #expect(removed.count >= doomed.count * 3)
        let everything = fixture.everything
        // A run of sixteen bytes from the middle is as unique as the whole blob.
        let pieces = Set(removed.map { Array($0[24..<40]) })
        var found = 0
        for start in 0..<max(0, everything.count - 16)
        where pieces.contains(Array(everything[start..<start + 16])) {
            found += 1
        }
        #expect(found == 0)
        #expect(try ledger.records().filter { $0.state == .gone }.count == doomed.count)
        for record in records where !doomed.contains(record) { _ = try ledger.string(of: record.id) }
        for record in doomed {
            #expect(throws: LedgerError(.absent, .string)) { _ = try ledger.string(of: record.id) }
        }
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
        "waits for nobody in vain: a reader in the way is told as busy, and the log is clean once it is gone")
    func readerInTheWay() throws {
        let ledger = try fixture.open()
        let record = try fixture.seal("ci", "string", in: ledger)
        try fixture.purge(record, in: ledger)
        try ledger.scrub()
        #expect(TemporaryFolder.bytes(of: fixture.path + "-wal").isEmpty)
    }
}

extension Raw {
    static func blobs(_ text: String, in path: String) -> [[UInt8]] {
        var handle: OpaquePointer?
        var statement: OpaquePointer?
        var blobs: [[UInt8]] = []
        guard unsafe sqlite3_open(path, &handle) == SQLITE_OK else { return [] }
        // The last connection that closes would otherwise clean the log, which is what is tested here.
        unsafe sqlite3_prepare_v2(handle, text, -1, &statement, nil)
        while unsafe sqlite3_step(statement) == SQLITE_ROW {
            let columns = unsafe sqlite3_column_count(statement)
            for column in 0..<columns {
                let count = Int(unsafe sqlite3_column_bytes(statement, column))
                guard let start = unsafe sqlite3_column_blob(statement, column) else { continue }
                blobs.append(unsafe Array(UnsafeRawBufferPointer(start: start, count: count)))
            }
        }
        unsafe sqlite3_finalize(statement)
        unsafe sqlite3_close_v2(handle)
        return blobs
    }
}
