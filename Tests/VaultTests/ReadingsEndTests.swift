import Glibc
import Lifecycle
import Platform
import TestSupport
import Testing

@testable import Vault

@Suite("The end record of a reading log")
struct ReadingsEndTests {
    let fixture: ReadingsFixture

    init() throws {
        fixture = try ReadingsFixture()
        try fixture.fill(3)
    }

    /// What may be in the place of the end record, each made by a function that gets its path.
    static let places: [(name: String, make: @Sendable (String) -> Void)] = [
        ("an empty file", { TemporaryFolder.write([], to: $0) }),
        ("garbage", { TemporaryFolder.write([UInt8](repeating: 7, count: 8192), to: $0) }),
        ("zeros", { TemporaryFolder.write([UInt8](repeating: 0, count: 8192), to: $0) }),
        ("a folder", { unsafe mkdir($0, 0o700) }),
        ("a FIFO", { unsafe mkfifo($0, 0o600) }),
        ("a link to nothing", { unsafe symlink("/nowhere", $0) }),
        ("a link to a device", { unsafe symlink("/dev/zero", $0) }),
    ]

    private func refuses(_ path: String) -> Bool {
        do throws(LedgerError) {
            try fixture.open().append([ReadingsFixture.entry("ci", 99)])
            return false
        } catch { return error.path == path }
    }

    @Test(
        "what is not a valid end record is refused, whatever it is, and nothing is handed out",
        arguments: places.indices)
    func spoilt(_ index: Int) throws {
        let path = fixture.end
        unsafe unlink(path)
        Self.places[index].make(path)
        #expect(refuses(path))
        #expect(try fixture.findings() == [.end])
        #expect(throws: LedgerError.self) { _ = try fixture.times() }
    }

    @Test("logs without an end record are noticed")
    func missing() throws {
        unsafe unlink(fixture.end)
        #expect(try fixture.findings() == [.end])
    }

    @Test("one that others may read or write is refused", arguments: [0o622, 0o644] as [mode_t])
    func exposed(_ mode: mode_t) throws {
        unsafe chmod(fixture.end, mode)
        #expect(refuses(fixture.end))
        unsafe chmod(fixture.end, 0o600)
        unsafe chmod(fixture.log, mode)
        #expect(refuses(fixture.log))
    }

    @Test("one that cannot be read is refused", .enabled(if: geteuid() != 0, "root reads everything"))
    func unreadable() throws {
        unsafe chmod(fixture.end, 0)
        #expect(refuses(fixture.end))
    }

    @Test("what is in the place of a log is refused", arguments: places.indices.dropFirst(3))
    func logs(_ index: Int) throws {
        let path = fixture.log
        unsafe unlink(path)
        Self.places[index].make(path)
        #expect(refuses(path))
        #expect(throws: LedgerError.self) { _ = try fixture.times() }
    }

    @Test("what is in the place of the folder is refused", arguments: places.indices)
    func folders(_ index: Int) throws {
        guard Self.places[index].name != "a folder" else { return }
        TemporaryFolder.remove(fixture.folder.path)
        Self.places[index].make(fixture.folder.path)
        #expect(refuses(fixture.folder.path))
    }

    @Test("one damaged copy is made good by the other, and says the same", arguments: [0, 4096])
    func oneCopy(_ start: Int) throws {
        let known = try fixture.open().ends()
        for place in [0, 5, 9, 12, 40, 200, 479, 480, 511] {
            ReadingsFixture.change(fixture.end) { $0[start + place] ^= 2 }
            // An epoch that nobody has is no damage but the word of a newer vault.
            if (6..<10).contains(place) {
                #expect(throws: LedgerError.self) { try fixture.open().ends() }
            } else {
                #expect(try fixture.open().ends() == known, "byte \(place)")
            }
            ReadingsFixture.change(fixture.end) { $0[start + place] ^= 2 }
        }
    }

    @Test("both copies damaged in any byte are refused")
    func bits() throws {
        for place in 0..<512 {
            ReadingsFixture.change(fixture.end) { bytes in
                bytes[place] ^= 1
                bytes[4096 + place] ^= 1
            }
            #expect(throws: LedgerError.self, "byte \(place)") { try fixture.open().ends() }
            ReadingsFixture.change(fixture.end) { bytes in
                bytes[place] ^= 1
                bytes[4096 + place] ^= 1
            }
        }
        _ = try fixture.open().ends()
    }

    @Test("one of a later version of the format is called so")
    func newer() throws {
        ReadingsFixture.change(fixture.end) { bytes in (bytes[5], bytes[4101]) = (9, 9) }
        #expect { try fixture.open().ends() } throws: { ($0 as? LedgerError)?.code == .newer }
    }

    @Test(
        "what is in the place of an end record is no writer that is just being made, either",
        arguments: places.indices.dropFirst())
    func alone(_ index: Int) throws {
        TemporaryFolder.remove(fixture.folder.path)
        try fixture.folder.make()
        let path = fixture.folder.end(of: [UInt8](repeating: 0, count: 16))
        Self.places[index].make(path)
        #expect(refuses(path))
        #expect(try fixture.findings() == [.end] && fixture.names.count == 1)
    }

    @Test("a writer that another process has only begun to make is taken by neither twice")
    func begun() throws {
        let writer = [UInt8](repeating: 0, count: 16)
        TemporaryFolder.write([], to: fixture.folder.end(of: writer))
        #expect(try fixture.findings() == [])
        try fixture.fill(1, from: 4)
        #expect(fixture.names.count == 4)
        #expect(try fixture.times() == [4, 3, 2, 1])
        #expect(try fixture.findings() == [])
    }
}
