import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A receipt in the vault")
struct ReceiptTests {
    /// What it says that is not so, though this vault has signed it.
    static let lies: [(name: String, change: @Sendable (inout ReceiptStatement) throws -> Void)] = [
        ("nothing", { _ in }),
        ("another vault", { $0.vault = [UInt8](repeating: 7, count: 16) }),
        ("another record", { $0.record = RecordID() }),
        ("another token", { $0.token = .numbered(99) }),
        ("another label", { $0.label = try Label("other") }),
        ("another generation", { $0.generation += 1 }),
        ("another key", { $0.place?.key = [UInt8](repeating: 7, count: 32) }),
        ("version 1, which this vault never was", { $0.place = nil }),
    ]

    @Test("that does not speak of its record is told, whoever signed it", arguments: lies.indices)
    func lying(_ place: Int) throws {
        let fixture = try Fixture()
        let vault = try #require(try fixture.open() as? OpenVault)
        let record = try fixture.seal("ci", "one", in: vault)
        try fixture.make(.move(record.id, to: .revoking), in: vault)
        try fixture.purge(record, in: vault)
        let known = try #require(try vault.record(record.id)?.receipt)
        var statement = try ReceiptStatement(reading: known.statement)
        try Self.lies[place].change(&statement)
        let bytes = statement.signed
        let receipt = Receipt(statement: bytes, signature: vault.keys.current.signing.sign(bytes))
        try vault.write { (transaction) throws(LedgerError) in
            guard var stored = try transaction.stored(record.id) else { throw LedgerError(.absent) }
            stored.record.receipt = receipt
            try transaction.store(stored.item)
        }
        let found = try fixture.door.examine(try fixture.key())
        #expect(
            found.damages == (place == 0 ? [] : [LedgerError(.altered, .record)]), "\(Self.lies[place].name)")
    }
}
