import Secrets
import TestSupport
import Testing

@testable import Lifecycle

@Suite("The fields of entries and receipts")
struct EntryTests {
    private static let caller =
        [0, 0, 0, 42] + [0, 0, 3, 0xE8] + Bytes.text("/usr/bin/make") + Bytes.text("build.service")

    static let entries: [(value: AuditEntry, bytes: [UInt8])] = [
        (
            AuditEntry(
                .handedOut, time: Machines.now, label: "é", token: Machines.text, generation: 2,
                detail: "get", caller: JournalStates.origin.caller, interface: .agent),
            Bytes.field(0x03, Bytes.utf8("é")) + Bytes.field(0x04, Bytes.number(-5) + Bytes.utf8("tok-1"))
                + Bytes.field(0x05, [0, 0, 0, 2]) + Bytes.field(0x06, Bytes.utf8("get"))
                + Bytes.field(0x07, caller) + Bytes.field(0x08, [2]) + Bytes.field(0x81, [12])
                + Bytes.field(0x82, Bytes.number(1_795_521_600))
        ),
        (
            AuditEntry(.vaultMade, time: Machines.now, label: "", token: 7),
            Bytes.field(0x04, Bytes.number(7)) + Bytes.field(0x81, [1])
                + Bytes.field(0x82, Bytes.number(1_795_521_600))
        ),
    ]

    private func read(_ bytes: [UInt8]) throws -> AuditEntry {
        var reader = Reader(bytes)
        return try AuditEntry(fieldsFrom: &reader)
    }

    @Test("of an entry are those of the page", arguments: entries.indices)
    func byHand(_ index: Int) throws {
        let (value, bytes) = Self.entries[index]
        var writer = Writer()
        value.encodeFields(to: &writer)
        #expect(writer.bytes == bytes)
        #expect(try read(bytes) == value)
    }

    @Test("of every event read back")
    func events() throws {
        for event in AuditEntry.Event.allCases {
            var writer = Writer()
            let entry = AuditEntry(event, time: Machines.now, label: "ci", interface: .commandLine)
            entry.encodeFields(to: &writer)
            #expect(try read(writer.bytes) == entry)
        }
    }

    @Test("of a later version are passed over where they may be, and newer where not")
    func later() throws {
        let (value, bytes) = Self.entries[1]
        #expect(try read(Bytes.field(0x01, [1, 2]) + bytes) == value)
        #expect(
            try read(Bytes.field(0x04, Bytes.number(7)) + Bytes.field(0x08, [99]) + bytes.dropFirst(13))
                == value)
        #expect(throws: SecretsError.later) { try read(bytes + Bytes.field(0x83, [])) }
        let event = Bytes.field(0x81, [99]) + Bytes.field(0x82, Bytes.number(1))
        #expect(try read(event).event.name == "event-99")
    }

    @Test("of an entry are malformed where one is missing, stands twice, or is cut")
    func malformed() {
        let bytes = Self.entries[0].bytes
        let event = Bytes.field(0x81, [1])
        let time = Bytes.field(0x82, Bytes.number(1))
        let wrong =
            bytes.indices.map { Array(bytes.prefix($0)) } + [
                event, time, event + event, time + event, event + event + time,
                Bytes.field(0x81, [1, 1]) + time, Bytes.field(0x03, [0xFF]) + event + time,
                Bytes.field(0x07, Self.caller + [0]) + event + time,
            ]
        for bytes in wrong {
            #expect(throws: SecretsError.malformed, "\(Hex.text(bytes))") { try read(bytes) }
        }
    }

    // MARK: Receipts

    private static let vault = Bytes.id(9)
    private static let key = [UInt8](repeating: 8, count: 32)
    private static let proof = Proof(deletion: .absent, refused: Machines.now)
    private static let statement: ReceiptStatement = {
        var record = Machines.kept(.revoking)
        record.generation = 4
        return ReceiptStatement(
            record, proof, vault: vault,
            at: .init(
                provider: "linode", address: .ofFormat1, account: "work", prefix: "0123456789abcdef", key: key
            ))
    }()

    @Test("of a receipt say where it was, and whose key signed")
    func receipt() throws {
        let bytes =
            Bytes.text("lockstep receipt 2") + Bytes.field(0x01, Self.vault) + Bytes.field(0x02, Bytes.id(1))
            + Bytes.field(0x03, Bytes.number(7)) + Bytes.field(0x04, Bytes.utf8("ci"))
            + Bytes.field(0x05, [0, 0, 0, 4]) + Bytes.field(0x06, [2])
            + Bytes.field(0x07, Bytes.number(1_795_521_600)) + Bytes.field(0x08, Bytes.utf8("linode"))
            + Bytes.field(0x09, Bytes.utf8("https://api.linode.com")) + Bytes.field(0x0A, Bytes.utf8("work"))
            + Bytes.field(0x0B, Bytes.utf8("0123456789abcdef")) + Bytes.field(0x0C, Self.key)
        #expect(Self.statement.signed == bytes)
        #expect(try ReceiptStatement(reading: bytes) == Self.statement)
        #expect(try ReceiptStatement(reading: bytes + Bytes.field(0x0D, [1])) == Self.statement)
        #expect(throws: SecretsError.later) {
            try ReceiptStatement(reading: bytes + Bytes.field(0x8D, [1]))
        }
        #expect(throws: SecretsError.later) {
            try ReceiptStatement(reading: Bytes.text("lockstep receipt 3"))
        }
        for length in bytes.indices where length < bytes.count - 32 {
            #expect(throws: SecretsError.malformed) {
                try ReceiptStatement(reading: Array(bytes.prefix(length)))
            }
        }
    }

    @Test("of a receipt of version 1 are read as they stand")
    func firstReceipt() throws {
        let bytes =
            Bytes.text("lockstep receipt 1") + Self.vault + Bytes.id(1) + Bytes.number(7) + Bytes.text("ci")
            + [0, 0, 0, 4, 2] + Bytes.number(1_795_521_600)
        var wanted = Self.statement
        wanted.place = nil
        #expect(try ReceiptStatement(reading: bytes) == wanted)
        #expect(wanted.signed == bytes)
        #expect(throws: SecretsError.malformed) { try ReceiptStatement(reading: bytes + [0]) }
    }
}
