import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A vault of format 1")
struct Format1Tests {
    @Test("holds exactly what another reader found in it", arguments: Format1Fixture.names)
    func contents(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        let (found, expected) = (try fixture.readAll(), fixture.expected)
        #expect(found.accounts == expected.accounts)
        #expect(found.records == expected.records)
        #expect(found.operations == expected.operations)
        #expect(found.reservations == expected.reservations)
        #expect(found.audit == expected.audit)
        #expect(found == expected)
    }

    @Test("has been read without a byte written", arguments: Format1Fixture.names)
    func untouched(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        let before = TemporaryFolder.bytes(of: fixture.path)
        _ = try fixture.readAll()
        #expect(TemporaryFolder.bytes(of: fixture.path) == before)
    }

    @Test("gives single items as it gives all of them", arguments: Format1Fixture.names)
    func single(_ name: String) throws {
        let fixture = try Format1Fixture(name)
        let snapshot = try fixture.contents().snapshot
        for expected in fixture.expected.records {
            let id = try #require(RecordID(hex: expected.id))
            let label = try Label(expected.label)
            #expect(try snapshot.record(id)?.label == label)
            #expect(try snapshot.setting("hosts/\(id.hex)").map { Hex.text($0) } == expected.hosts)
            if let string = expected.string {
                #expect(try snapshot.string(of: id).exposed == Array(string.utf8))
                #expect(try snapshot.record(named: label)?.id == id)
            } else {
                #expect(throws: LedgerError(.absent, .string)) { _ = try snapshot.string(of: id) }
            }
        }
        for reservation in fixture.expected.reservations {
            #expect(try snapshot.record(named: try Label(reservation.label)) == nil)
        }
        #expect(try snapshot.record(RecordID()) == nil)
        #expect(try snapshot.record(named: try Label("never heard of")) == nil)
    }

    @Test("that is older than what this machine has seen is noticed")
    func older() throws {
        let fixture = try Format1Fixture("plain")
        #expect(throws: LedgerError(.older, .head)) {
            _ = try fixture.contents(newest: fixture.expected.counter + 1)
        }
        #expect(try fixture.contents(newest: 0).counter == fixture.expected.counter)
    }

    @Test("does not open with the keys of another")
    func foreign() throws {
        let (one, other) = (try Format1Fixture("plain"), try Format1Fixture("early"))
        let keys = try other.contents().snapshot.keys
        #expect(throws: LedgerError(.wrongKey, .vault)) {
            _ = try Format1.Contents(try Connection(path: one.path), keys, newest: 0)
        }
    }

    @Test(
        "is told from other files",
        arguments: [
            ("PRAGMA user_version = 1", true), ("PRAGMA user_version = 2", false),
            ("PRAGMA user_version = 0", false),
            ("PRAGMA application_id = 7", false),
        ])
    func isThere(_ statement: String, _ isThere: Bool) throws {
        let fixture = try Format1Fixture("early")
        fixture.sql(statement)
        #expect(try Format1.isThere(try Connection(path: fixture.path)) == isThere)
    }

    @Test("keeps the highest counter in a file that is read strictly")
    func counter() throws {
        let folder = TemporaryFolder()
        let counter = FormerCounter(path: "\(folder.path)/ab.counter")
        #expect(try counter.read() == nil)
        for (text, number) in [
            ("00000000000000000042\n", 42 as UInt64?), ("7\n0000", 7), ("\n", nil), ("4x\n", nil), ("", nil),
        ] {
            TemporaryFolder.write(Array(text.utf8), to: counter.path)
            if let number {
                #expect(try counter.read() == number)
            } else {
                #expect(throws: LedgerError(.uncounted, .counter).at(counter.path)) {
                    _ = try counter.read()
                }
            }
        }
    }
}
