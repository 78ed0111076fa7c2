import Secrets
import TestSupport
import Testing

@testable import Lifecycle

/// Entries put together by hand from the page of the format: one of each kind, and what a later version may write.
@Suite("The bytes of the journal")
struct JournalBytesTests {
    private static let subject =
        Bytes.field(0x81, Bytes.id(1)) + Bytes.field(0x82, Bytes.id(2)) + Bytes.field(0x83, Bytes.utf8("ci"))
        + Bytes.field(0x84, Bytes.number(1_795_521_599))
    private static let settle = Bytes.field(0x05, [0, 1])
    private static let seven = Bytes.field(0x90, Bytes.number(7))
    private static let token =
        Bytes.field(0x02, Bytes.utf8("cd")) + Bytes.field(0x03, Bytes.utf8("linodes:read_only"))
        + Bytes.field(0x04, Bytes.number(1_795_521_600)) + Bytes.field(0x06, Bytes.utf8("0123456789abcdef"))
        + Bytes.field(0x81, Bytes.number(7))

    /// A name, and the bytes behind the subject.
    static let kinds: [(name: String, kind: UInt8, operation: any StateMachine, own: [UInt8])] = [
        (
            "create", 1,
            Creation(
                Machines.subject, scopes: Scopes(provider: "linodes:read_only"),
                expiry: .at(Machines.now), nonce: Machines.nonce, state: .confirming([7, 9], looks: 2)),
            Bytes.field(0x90, Bytes.utf8("linodes:read_only"))
                + Bytes.field(0x91, Bytes.number(1_795_521_600)) + Bytes.field(0x92, Bytes.id(3))
                + Bytes.field(0x93, [4, 0, 2] + Bytes.number(7) + Bytes.number(9) + [0, 2])
        ),
        (
            "create, undone", 1,
            Creation(
                Machines.subject, scopes: .only([:]), expiry: .never, nonce: Machines.nonce,
                state: .undoing(
                    Revocation(
                        Machines.subject, token: Machines.text, cause: .undo,
                        state: .proving(.absent, looks: 3)),
                    .nameRefused(ProviderFailure(.rejected, status: 400, reason: "no")))),
            Bytes.field(0x92, Bytes.id(3))
                + Bytes.field(
                    0x93,
                    [6] + Bytes.number(-5) + Bytes.utf8("tok-1") + [2, 2, 0, 3, 4, 6, 1]
                        + Bytes.number(400) + [1] + Bytes.text("no") + [0, 0])
        ),
        (
            "rename", 2, Renaming(Machines.subject, token: 7, to: Machines.label("cd")),
            seven + Bytes.field(0x91, Bytes.utf8("cd"))
        ),
        (
            "adopt", 3, Adoption(Machines.subject, token: 7, state: .naming(Machines.token(7, "cd"))),
            seven + Bytes.field(0x91, [3] + token)
        ),
        (
            "revoke", 4,
            Revocation(Machines.subject, token: 7, cause: .vanished, state: .proving(.unasked, looks: 1)),
            seven + Bytes.field(0x91, [3]) + Bytes.field(0x92, [2, 3, 0, 1])
        ),
        (
            "forget", 5, Forgetting(Machines.subject, token: 7, generation: 9),
            seven + Bytes.field(0x91, [0, 0, 0, 9])
        ),
        (
            "delete", 6, UnmanagedRevocation(Machines.subject, token: 7, state: .confirming(looks: 4)),
            seven + Bytes.field(0x91, [2, 0, 4])
        ),
        (
            "rekey", 7, Rekeying(Machines.subject, isDeep: true, state: .resealing),
            Bytes.field(0x90, [2, 0, 0, 0, 0, 0]) + Bytes.field(0x91, [1])
        ),
    ]

    @Test("are those of the page", arguments: kinds.indices)
    func byHand(_ index: Int) throws {
        let (name, kind, operation, own) = Self.kinds[index]
        let bytes = [kind] + Self.settle + Self.subject + own
        #expect(operation.journalEntry.bytes == bytes, "\(name)")
        #expect(try OperationKinds.read(JournalEntry(bytes)).isSame(as: operation), "\(name)")
    }

    @Test("have who began it and what holds it up")
    func subject() throws {
        let caller =
            [0, 0, 0, 42] + [0, 0, 3, 0xE8] + Bytes.text("/usr/bin/make") + Bytes.text("build.service")
        let setback =
            [2, 8] + Bytes.text("lock") + [0, 0, 0, 2] + Bytes.number(1_795_521_700)
            + Bytes.number(1_795_521_820)
        let bytes =
            [2] + Self.settle + Bytes.field(0x06, setback) + Bytes.field(0x07, [2] + caller) + Self.subject
            + Self.seven + Bytes.field(0x91, Bytes.utf8("cd"))
        let subject = JournalStates.subject(
            heldUpBy: .ledger(LedgerError(.busy, .lock)), by: JournalStates.origin)
        let operation = Renaming(subject, token: 7, to: Machines.label("cd"))
        #expect(operation.journalEntry.bytes == bytes)
        #expect(try OperationKinds.read(JournalEntry(bytes)).isSame(as: operation))
    }

    @Test("of a later version are kept where they may be passed over, also once the operation went on")
    func kept() throws {
        for (name, kind, _, own) in Self.kinds {
            let optional = [Bytes.field(0x0F, [1, 2]), Bytes.field(0x7F, [])]
            let bytes = [kind] + Self.settle + optional.joined() + Self.subject + own
            var operation = try OperationKinds.read(JournalEntry(bytes))
            #expect(operation.journalEntry.bytes == bytes, "\(name)")
            _ = operation.on(.answer(.absent), at: Machines.now, under: Machines.rules)
            operation.note(.stillAlive, at: Machines.now)
            let fields = operation.fields
            #expect(fields[0x0F] == [1, 2] && fields[0x7F] == [], "\(name)")
        }
    }

    @Test("are newer where a critical field, a kind or a state is not known")
    func newer() {
        for (name, kind, _, own) in Self.kinds {
            let critical = [kind] + Self.settle + Self.subject + own + Bytes.field(0xFE, [])
            let unknown = [kind + 100] + Self.settle + Self.subject + own
            for bytes in [critical, unknown] {
                #expect(throws: LedgerError(.newer, .journal), "\(name)") {
                    try OperationKinds.read(JournalEntry(bytes))
                }
            }
        }
        let states = [
            [1] + Self.settle + Self.subject + Bytes.field(0x92, Bytes.id(3)) + Bytes.field(0x93, [99]),
            [3] + Self.settle + Self.subject + Self.seven + Bytes.field(0x91, [99]),
            [4] + Self.settle + Self.subject + Self.seven + Bytes.field(0x91, [1]) + Bytes.field(0x92, [99]),
            [4] + Self.settle + Self.subject + Self.seven + Bytes.field(0x91, [99]) + Bytes.field(0x92, [1]),
            [6] + Self.settle + Self.subject + Self.seven + Bytes.field(0x91, [99]),
            [7] + Self.settle + Self.subject + Bytes.field(0x90, [99]),
        ]
        for bytes in states {
            #expect(throws: LedgerError(.newer, .journal), "\(Hex.text(bytes))") {
                try OperationKinds.read(JournalEntry(bytes))
            }
        }
    }

    @Test("with a reason or a face that is not known yet are passed over there, and kept")
    func laterValues() throws {
        let later = Bytes.field(0x06, [99, 1, 2, 3]) + Bytes.field(0x07, [77, 9])
        let bytes =
            [2] + Self.settle + later + Self.subject + Self.seven + Bytes.field(0x91, Bytes.utf8("cd"))
        var operation = try OperationKinds.read(JournalEntry(bytes))
        #expect(operation.subject.setback == nil && operation.subject.origin == nil)
        #expect(operation.journalEntry.bytes == bytes)
        operation.note(.stopped, at: Machines.now)
        let again = try OperationKinds.read(operation.journalEntry)
        #expect(again.subject.setback?.reason == .stopped && again.fields[0x07] == [77, 9])
    }

    @Test("that are cut, or go on behind their end, are no entry")
    func malformed() {
        for (name, kind, _, own) in Self.kinds {
            let bytes = [kind] + Self.settle + Self.subject + own
            // Without its last field a rekeying is one that is not deep.
            let boundary = kind == 7 ? bytes.count - 6 : bytes.count
            let wrong =
                bytes.indices.filter { $0 != boundary }.map { Array(bytes.prefix($0)) } + [
                    bytes + [0], bytes + own,
                ]
            for bytes in wrong {
                #expect(throws: LedgerError(.altered, .journal), "\(name) \(Hex.text(bytes))") {
                    try OperationKinds.read(JournalEntry(bytes))
                }
            }
        }
    }

    @Test(
        "of a rekeying that has come further are taken up from the beginning",
        arguments: [[2, 1, 0, 0, 0, 1, 9], [3]])
    func rekeying(_ state: [UInt8]) throws {
        let bytes = [7] + Self.settle + Self.subject + Bytes.field(0x90, state)
        let wanted = Rekeying(Machines.subject, isDeep: false, state: .resealing)
        #expect(try OperationKinds.read(JournalEntry(bytes)).isSame(as: wanted))
    }
}
