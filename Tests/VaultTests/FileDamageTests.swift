import Glibc
import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A vault's file that a disk has damaged", .onFiles)
struct FileDamageTests {
    let fixture: Fixture
    init() throws {
        fixture = try Fixture()
        let ledger = try fixture.open()
        try fixture.seal("one", "string-one", in: ledger)
        try fixture.seal("two", "string-two", in: ledger)
        try fixture.purge(fixture.seal("three", "string-three", in: ledger), in: ledger)
        try ledger.scrub()
    }

    /// Reads everything there is; what comes out must be what went in.
    private func readAll() throws {
        let ledger = try fixture.open()
        for (label, string) in [("one", "string-one"), ("two", "string-two")] {
            let record = try #require(try ledger.record(named: try Label(label)))
            #expect(record.label.text == label)
            #expect(try ledger.string(of: record.id).exposed == Array(string.utf8))
            #expect(try fixture.handOut(label, from: ledger) == Array(string.utf8))
        }
        #expect(try ledger.records().count == 3)
        #expect(try ledger.operations().isEmpty)
        #expect(try ledger.accounts() == [fixture.account])
        try ledger.examine()
    }

    private func put(_ bytes: [UInt8]) {
        for ending in ["-wal", "-shm"] { unsafe unlink(fixture.path + ending) }
        TemporaryFolder.write(bytes, to: fixture.path)
    }

    /// Which bits are flipped in one of eight shares: fifty, or with `LOCKSTEP_BITS=all` (Scripts/faults) all of them.
    private static func bits(of size: Int, share: Int) -> [Int] {
        let asked = unsafe getenv("LOCKSTEP_BITS").map { unsafe String(cString: $0) }
        if asked == "all" { return Array(stride(from: share, to: size * 8, by: 8)) }
        return (0..<50).map { number in
            let sample = number * 8 + share
            // Byte 47, the schema's format, once gave the wrong error; half of the others are in the first page, where
            // the header and the schema are.
            if number == 0 { return 47 * 8 + share }
            return sample < 200 ? sample * 41 % 4096 * 8 + sample % 8 : sample * 2_654_435_761 % (size * 8)
        }
    }

    @Test(
        "any flipped bit gives the exact strings or an error, never others, a crash or a hang",
        arguments: 0..<8)
    func bits(_ share: Int) throws {
        let whole = TemporaryFolder.bytes(of: fixture.path)
        let bits = FileDamageTests.bits(of: whole.count, share: share)
        var noticed = 0
        for bit in bits {
            var bytes = whole
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            put(bytes)
            do { try readAll() } catch let error as LedgerError {
                noticed += 1
                #expect(error.code != .failed && error.code != .missing, "bit \(bit): \(error)")
            }
        }
        #expect(noticed > 5)
        if bits.count > 50 {
            print("bits: share \(share): \(bits.count) flipped, \(noticed) noticed, the rest harmless")
        }
    }

    @Test(
        "a file cut short anywhere is refused",
        arguments: [0, 1, 15, 100, 511, 512, 4095, 4096, 8192, 20_000])
    func truncated(_ length: Int) throws {
        let whole = TemporaryFolder.bytes(of: fixture.path)
        put(Array(whole.prefix(length)))
        let error = #expect(throws: LedgerError.self) { try readAll() }
        #expect(error.map { [.foreign, .altered].contains($0.code) } == true, "\(String(describing: error))")
    }

    @Test("a file that others may read is refused", arguments: [UInt32(0o644), 0o640, 0o602])
    func exposed(_ mode: UInt32) throws {
        unsafe chmod(fixture.path, mode)
        #expect(throws: LedgerError(.exposed, .file).at(fixture.path)) { _ = try fixture.open() }
    }

    /// Which sectors are written over in one of four shares: ten, or with `LOCKSTEP_SECTORS=all` (Scripts/faults) all of them.
    private static func sectors(of size: Int, share: Int) -> [Int] {
        let asked = unsafe getenv("LOCKSTEP_SECTORS").map { unsafe String(cString: $0) }
        let all = Array(stride(from: share, to: size / 512, by: 4))
        return asked == "all" ? all : (0..<10).map { all[$0 * 2_654_435_761 % all.count] }
    }

    /// What a sector holds when it is read again.
    enum Sector: CaseIterable {
        case random, zeros, another
    }

    @Test(
        "any sector that was written over gives the exact strings or an error, and what doctor finds is true",
        arguments: 0..<4, Sector.allCases)
    func sectors(_ share: Int, _ kind: Sector) throws {
        let whole = TemporaryFolder.bytes(of: fixture.path)
        let sectors = FileDamageTests.sectors(of: whole.count, share: share)
        var opened = 0
        for sector in sectors {
            var bytes = whole
            let filling =
                switch kind {
                case .random: Random.bytes(512)
                case .zeros: [UInt8](repeating: 0, count: 512)
                case .another:
                    Array(
                        whole[
                            (sector * 7 + 4) * 512 % whole.count..<(sector * 7 + 4) * 512 % whole.count + 512]
                    )
                }
            bytes.replaceSubrange(sector * 512..<sector * 512 + 512, with: filling)
            put(bytes)
            do { try readAll() } catch let error as LedgerError {
                #expect(
                    [.altered, .foreign, .newer].contains(error.code), "sector \(sector): \(error)")
            }
            put(bytes)
            opened += try look(at: sector) ? 1 : 0
        }
        #expect(opened > 0)
        if sectors.count > 10 {
            print(
                "sectors: share \(share), \(kind): \(sectors.count) written over, \(opened) could be looked at"
            )
        }
    }

    /// Whether a thorough look was possible; what it calls whole is handed out, exactly.
    private func look(at sector: Int) throws -> Bool {
        let found: Examination
        do throws(LedgerError) { found = try fixture.door.examine(key()) } catch {
            #expect([.altered, .foreign, .newer].contains(error.code), "sector \(sector): \(error)")
            return false
        }
        for record in found.whole where !found.stopsAll {
            let string = try? fixture.open().string(of: record.id).exposed
            #expect(string == Array("string-\(record.label.text)".utf8), "sector \(sector): \(found.damages)")
        }
        return true
    }

    private func key() throws(LedgerError) -> Unlocking {
        guard let key = try? fixture.key() else { throw LedgerError(.failed) }
        return key
    }
}
