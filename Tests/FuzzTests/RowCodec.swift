import Lifecycle
import Secrets

@testable import Vault

/// What is inside of the seals: records, accounts, labels, journal entries, nodes, logs. The first byte says which.
enum RowCodec {
    private typealias Look = @Sendable ([UInt8]) -> String?
    private static let id = RecordID([UInt8](repeating: 0x11, count: 16)) ?? RecordID()

    private static let looks: [Look] = [
        { Canonical.problem(fields: "a record", $0) { try Record(id: id, fields: $0).fields } },
        { Canonical.problem(fields: "an account", $0) { try Account(id: id, fields: $0).fields } },
        { Canonical.problem("a label's row", $0, isExact: false, labelRow) },
        { Canonical.problem("a journal entry", $0, isExact: false, operation) },
        {
            Canonical.problem("the head", $0, isExact: false) { (bytes) throws(LedgerError) in
                try Head(bytes).encoded
            }
        },
        { Canonical.problem("a node", $0) { (bytes) throws(LedgerError) in try Inner(bytes[...]).body } },
        { Canonical.problem("a leaf", $0) { (bytes) throws(LedgerError) in try Leaf(bytes[...]).body } },
        { Canonical.problem("an entry of a log", $0, entry) },
        { Canonical.problem("a receipt", $0) { try ReceiptStatement(reading: $0).signed } },
        { Canonical.problem("the place of a cell", $0) { try CellPlace($0).encoded } },
        { Canonical.problem("a summary", $0, summary) },
        { Canonical.problem("a list of free cells", $0, freeCells) },
        { passed($0) { bytes in _ = try? ChangeRow.entries(in: bytes) } },
        { passed($0) { bytes in _ = try? OperationKinds.read(format1: JournalEntry(bytes)) } },
    ]

    static func problem(with bytes: [UInt8]) -> String? {
        var input = FuzzInput(bytes)
        let place = Int(input.byte()) % looks.count
        return looks[place](input.all())
    }

    private static func passed(_ bytes: [UInt8], _ read: ([UInt8]) -> Void) -> String? {
        read(bytes)
        return nil
    }

    private static func labelRow(_ bytes: [UInt8]) throws -> [UInt8]? {
        var reader = Reader(bytes)
        let row = try LabelRow(from: &reader)
        try reader.end()
        // One of a kind that is not known stays as it is in the vault: it is never written.
        if case .other = row { return nil }
        var writer = Writer()
        row.encode(to: &writer)
        return writer.bytes
    }

    private static func operation(_ bytes: [UInt8]) throws -> [UInt8]? {
        try OperationKinds.read(JournalEntry(bytes)).journalEntry.bytes
    }

    private static func entry(_ bytes: [UInt8]) throws -> [UInt8]? {
        var reader = Reader(bytes)
        let entry = try AuditEntry(fieldsFrom: &reader)
        try reader.end()
        var writer = Writer()
        entry.encodeFields(to: &writer)
        // Fields of a later version are not kept: logs are never written again.
        return writer.count == bytes.count ? writer.bytes : nil
    }

    private static func summary(_ bytes: [UInt8]) throws -> [UInt8]? {
        var reader = Reader(bytes)
        let tally = try ReadingTally(from: &reader)
        var writer = Writer()
        tally.encode(to: &writer, since: .min)
        // What is said twice is added up.
        return writer.count == bytes.count ? writer.bytes : nil
    }

    private static func freeCells(_ bytes: [UInt8]) throws -> [UInt8]? {
        FreeList.encode(try FreeList.read(bytes))
    }
}
