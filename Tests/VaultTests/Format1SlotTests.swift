import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("The slots of format 1")
struct Format1SlotTests {
    /// Reads the slots, and opens them with what is given.
    private func open(
        _ fixture: Format1Fixture, with unlocking: borrowing Unlocking
    ) throws -> Format1.Slots {
        let connection = try Connection(path: fixture.path)
        let vault = try Format1.vaultID(connection)
        let slots = try Format1.Slots(in: connection, of: vault)
        let keys = try Format1.Keys(vault: vault, key: try slots.unlock(of: vault, with: unlocking))
        _ = try Format1.Snapshot(connection, keys, newest: 0)
        return slots
    }

    private func keyFile(_ fixture: Format1Fixture) throws -> Unlocking {
        let bytes = try #require(fixture.expected.unlocking.keyFile.flatMap { Hex.bytes($0) })
        return .keyFile(try SecretBytes(copying: bytes.span))
    }

    private func recovery(_ fixture: Format1Fixture) throws -> Unlocking {
        .passphrase(try SecretBytes(known: fixture.expected.unlocking.recovery))
    }

    @Test("open with passphrase, key file and recovery key, and with nothing else")
    func kinds() throws {
        let (plain, early) = (try Format1Fixture("plain"), try Format1Fixture("early"))
        let passphrase = try #require(plain.expected.unlocking.passphrase)
        #expect(try open(plain, with: .passphrase(try SecretBytes(known: passphrase))).takesPassphrase)
        #expect(try !open(early, with: keyFile(early)).takesPassphrase)
        _ = try open(early, with: recovery(early))
        #expect(throws: LedgerError(.wrongKey, .slot)) { _ = try open(early, with: recovery(plain)) }
        #expect(throws: LedgerError(.wrongKey, .slot)) { _ = try open(plain, with: keyFile(early)) }
        for count in [0, 31, 33] {
            let bytes = [UInt8](repeating: 7, count: count)
            #expect(throws: LedgerError(.wrongKey, .slot)) {
                _ = try open(early, with: .keyFile(try SecretBytes(copying: bytes.span)))
            }
        }
    }

    @Test(
        "do not shut a vault where one is damaged: the others open it, and it is told",
        arguments: ["id", "kind", "passes", "memory", "salt", "wrapped", "checksum"], [2, 3])
    func damaged(_ column: String, _ kind: Int) throws {
        let fixture = try Format1Fixture("early")
        let value =
            ["id", "wrapped", "checksum"].contains(column) ? "randomblob(length(\(column)))" : "X'00'"
        let changed = ["kind", "passes", "memory"].contains(column) ? "\(column) + 7" : value
        fixture.sql("UPDATE slot SET \(column) = \(changed) WHERE kind = \(kind)")
        let other = kind == 2 ? try recovery(fixture) : try keyFile(fixture)
        #expect(try open(fixture, with: other).areDamaged)
        #expect(throws: LedgerError(.wrongKey, .slot)) {
            _ = try open(fixture, with: kind == 2 ? keyFile(fixture) : recovery(fixture))
        }
        // What is in the vault is whole all the same.
        if kind == 2 {
            let contents = try fixture.contents()
            #expect(contents.slots.areDamaged)
            #expect(
                try Format1Expected(contents, unlocking: fixture.expected.unlocking).records
                    == fixture.expected.records)
        }
    }

    @Test("are refused where one is whole and is not the vault's")
    func forged() throws {
        let (fixture, early) = (try Format1Fixture("plain"), try Format1Fixture("early"))
        let connection = try Connection(path: early.path)
        let other = try Format1.Slots(in: connection, of: try Format1.vaultID(connection)).whole
        let slot = try #require(other.first { $0.kind == .keyFile })
        let vault = try #require(Hex.bytes(fixture.expected.vault))
        let (id, wrapped) = (Hex.text(slot.id), Hex.text(slot.wrapped))
        fixture.sql(
            "INSERT INTO slot VALUES (X'\(id)', 2, 0, 0, X'', X'\(wrapped)', X'\(Hex.text(slot.checksum(of: vault)))')"
        )
        #expect(throws: LedgerError(.altered, .slot)) { _ = try fixture.contents() }
    }

    @Test("are not tried where trying them costs too much, or there are too many")
    func costs() throws {
        let fixture = try Format1Fixture("plain")
        let vault = try #require(Hex.bytes(fixture.expected.vault))
        for _ in 0..<17 {
            let slot = Format1.Slot(
                id: Random.bytes(16), kind: .passphrase, cost: PassphraseCost(passes: 8, memory: 1 << 20),
                salt: Random.bytes(16), wrapped: Random.bytes(72))
            fixture.sql(
                """
                INSERT INTO slot VALUES (X'\(Hex.text(slot.id))', 1, 8, 1048576, X'\(Hex.text(slot.salt))',
                X'\(Hex.text(slot.wrapped))', X'\(Hex.text(slot.checksum(of: vault)))')
                """)
        }
        let slots = try Format1.Slots(in: try Connection(path: fixture.path), of: vault)
        #expect(slots.areDamaged)
        #expect(!slots.takesPassphrase)
    }

    @Test("are carried into format 2 and open there", arguments: Format1Fixture.names)
    func carried(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        let vault = try #require(Hex.bytes(fixture.expected.vault))
        let slots = try Format1.Slots(in: try Connection(path: fixture.path), of: vault)
        let carried = slots.whole.map { ($0.carriedKind, $0.carriedBytes) }
        #expect(Set(carried.map(\.0)) == (name == "plain" ? [17, 19] : [18, 19]))
        let again = Format1.Slots(try carried.map { try Format1.Slot(carriedKind: $0, bytes: $1) })
        #expect(again.whole == slots.whole)
        let one = try fixture.key(slots, vault).withBytes { bytes in bytes.indices.map { bytes[$0] } }
        let other = try fixture.key(again, vault).withBytes { bytes in bytes.indices.map { bytes[$0] } }
        #expect(one == other)
    }

    @Test("are refused where they were carried badly", arguments: [UInt8(0), 16, 20, 1, 2, 3])
    func badlyCarried(_ kind: UInt8) throws {
        let fixture = try Format1Fixture("plain")
        let vault = try #require(Hex.bytes(fixture.expected.vault))
        let slots = try Format1.Slots(in: try Connection(path: fixture.path), of: vault)
        let slot = try #require(slots.whole.first { $0.kind == .passphrase })
        #expect(throws: SecretsError.malformed) {
            _ = try Format1.Slot(carriedKind: kind, bytes: slot.carriedBytes)
        }
        #expect(throws: SecretsError.malformed) {
            _ = try Format1.Slot(carriedKind: 17, bytes: slot.carriedBytes + [0])
        }
        #expect(throws: SecretsError.malformed) {
            _ = try Format1.Slot(carriedKind: 17, bytes: [0, 0, 0, 9] + slot.carriedBytes.dropFirst(4))
        }
    }
}

extension Format1.Slots {
    fileprivate var takesPassphrase: Bool { outlines.contains { $0.cost != nil } }
}
