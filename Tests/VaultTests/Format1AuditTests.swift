import Lifecycle
import TestSupport
import Testing

@testable import Vault

@Suite("The audit log of format 1")
struct Format1AuditTests {
    private func rows(
        of log: Format1.AuditLog, before end: UInt64? = nil, most: Int = .max
    ) throws -> [UInt64] {
        var found: [UInt64] = []
        try log.newestFirst(before: end) { (row, entries) throws(LedgerError) in
            #expect(!entries.isEmpty)
            found.append(row)
            return found.count < most
        }
        return found
    }

    @Test("is read from its end, as far as is asked")
    func newestFirst() throws {
        let log = try Format1Fixture("faulty").contents().audit
        // More than one batch of 64.
        #expect(log.rows > 64)
        #expect(try rows(of: log) == Array((0..<log.rows).reversed()))
        #expect(try rows(of: log, before: 3) == [2, 1, 0])
        #expect(try rows(of: log, before: 0) == [])
        #expect(try rows(of: log, before: .max, most: 2) == [log.rows - 1, log.rows - 2])
    }

    @Test("is not read past a gap", arguments: [0, 1, 40, 63, 64, 65])
    func gap(_ row: Int) throws {
        let fixture = try Format1Fixture("faulty")
        fixture.sql("DELETE FROM audit WHERE sequence = \(row)")
        let log = try fixture.contents().audit
        #expect(throws: LedgerError(.altered, .audit)) { _ = try rows(of: log) }
        #expect(try rows(of: log, most: 3).count == 3)
        #expect(throws: LedgerError(.altered, .audit)) { try log.verify { (_) throws(LedgerError) in } }
    }

    @Test("is not read where a row stands in the place of another")
    func moved() throws {
        let fixture = try Format1Fixture("plain")
        fixture.sql(
            "UPDATE audit SET entry = (SELECT entry FROM audit WHERE sequence = 4) WHERE sequence = 5")
        let log = try fixture.contents().audit
        #expect(throws: LedgerError(.altered, .audit)) { _ = try rows(of: log) }
        #expect(throws: LedgerError(.altered, .audit)) { try log.verify { (_) throws(LedgerError) in } }
    }

    @Test("proves by its chain alone that a row is not one of a copy that went another way")
    func forked() throws {
        let fixture = try Format1Fixture("early")
        fixture.sql(
            "ATTACH '\(fixture.fork())' AS f; REPLACE INTO main.audit SELECT * FROM f.audit WHERE sequence = 9"
        )
        let log = try fixture.contents().audit
        // Looked at from its end it is genuine: only following the chain tells.
        #expect(try rows(of: log).count == Int(log.rows))
        #expect(throws: LedgerError(.altered, .audit)) { try log.verify { (_) throws(LedgerError) in } }
    }
}
