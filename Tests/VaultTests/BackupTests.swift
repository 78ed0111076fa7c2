import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A backup")
struct BackupTests {
    let fixture: Fixture
    var file: String { "\(fixture.folder.path)/one.backup" }

    init() throws {
        fixture = try Fixture()
        let ledger = try fixture.open()
        for number in 0..<20 { try fixture.seal("token-\(number)", "string-\(number)", in: ledger) }
        try fixture.purge(
            try #require(try ledger.record(named: try Label("token-0"))), in: ledger)
    }

    /// Another place, as after the first was lost; on this machine or on one that has not seen the vault.
    private func place(_ name: String, isElsewhere: Bool = false) -> VaultFile {
        unsafe mkdir("\(fixture.folder.path)/\(name)", 0o700)
        return VaultFile(
            path: "\(fixture.folder.path)/\(name)/vault.db",
            state: isElsewhere ? "\(fixture.folder.path)/\(name)/state" : fixture.state,
            stores: fixture.stores)
    }

    /// What is proven of a backup.
    private struct Found {
        let report: BackupReport
        let tokens: Int
        let accounts: Int
        let standing: CheckedBackup.Standing
    }

    private func look(at path: String, _ door: VaultFile) throws -> Found {
        let checked = try door.check(backup: path, try fixture.key())
        return Found(
            report: checked.report, tokens: checked.tokens, accounts: checked.accounts,
            standing: checked.standing)
    }

    private func restore(_ door: VaultFile) throws {
        let checked = try door.check(backup: file, try fixture.key())
        let entry = AuditEntry(.restored, time: fixture.clock.now, label: "")
        try door.restore(backup: file, with: checked.keyring, noting: entry)
    }

    private func compare(_ ledger: any UnlockedVault) throws {
        try fixture.make(
            .compared(noting: AuditEntry(.compared, time: fixture.clock.now, label: "")), in: ledger)
    }

    @Test("has everything, and a vault that is made of it hands out once it was compared")
    func whole() throws {
        let before = try fixture.open()
        let report = try fixture.door.backUp(to: file, at: fixture.clock.now)
        let door = place("new", isElsewhere: true)
        let found = try look(at: file, door)
        #expect(found.tokens == 19 && found.accounts == 1 && found.standing == .unseen)
        #expect(found.report.rows == report.rows && found.report.counter == fixture.counter)
        try restore(door)
        let ledger = try door.open(try fixture.key())
        #expect(try ledger.records() == before.records())
        #expect(try ledger.accounts() == before.accounts())
        #expect(try ledger.audit().dropLast() == before.audit())
        for _ in 0..<2 {
            let again = try door.open(try fixture.key())
            #expect(throws: LedgerError(.refused, .restored)) {
                try fixture.handOut("token-7", from: again)
            }
        }
        try compare(ledger)
        #expect(try fixture.handOut("token-7", from: ledger) == Array("string-7".utf8))
        try ledger.examine()
        let changes = try ledger.audit().map(\.event).filter { $0 != .handedOut && $0 != .refused }
        #expect(changes.suffix(2) == [.restored, .compared])
    }

    @Test("never takes the place of a file or of a vault")
    func refuses() throws {
        TemporaryFolder.write([1, 2, 3], to: file)
        #expect(throws: LedgerError(.exists, .backup).at(file)) {
            _ = try fixture.door.backUp(to: file, at: fixture.clock.now)
        }
        #expect(TemporaryFolder.bytes(of: file) == [1, 2, 3])
        TemporaryFolder.remove(file)
        _ = try fixture.door.backUp(to: file, at: fixture.clock.now)
        #expect(throws: LedgerError(.exists, .file).at(fixture.path)) { try restore(fixture.door) }
        #expect(try fixture.open().restored() == nil)
    }

    @Test("that is older is told as that, and restored is the newest from there on")
    func older() throws {
        _ = try fixture.door.backUp(to: file, at: fixture.clock.now)
        let counter = fixture.counter
        try fixture.seal("later", "string", in: try fixture.open())
        let door = place("new")
        #expect(try look(at: file, door).standing == .older(than: counter + 1))
        try restore(door)
        let ledger = try door.open(try fixture.key())
        #expect(try ledger.record(named: try Label("later")) == nil)
        // The vault that was lost is another one now.
        let error = #expect(throws: LedgerError.self) { try fixture.open() }
        #expect(error?.code == .forked)
    }

    @Test("is not restored beside the log of a vault that was there", .onFiles)
    func logLeft() throws {
        _ = try fixture.door.backUp(to: file, at: fixture.clock.now)
        let door = place("new", isElsewhere: true)
        let log = "\(fixture.folder.path)/new/vault.db-wal"
        TemporaryFolder.write([UInt8](repeating: 7, count: 4096), to: log)
        #expect(throws: LedgerError(.exists, .log).at(log)) { try restore(door) }
        #expect(!door.isThere && TemporaryFolder.bytes(of: log).count == 4096)
    }

    @Test("that was cut short, altered, or is none is told as that, and nothing comes of it")
    func damaged() throws {
        _ = try fixture.door.backUp(to: file, at: fixture.clock.now)
        let whole = TemporaryFolder.bytes(of: file)
        var cases: [[UInt8]] = [0, 3, 20, 38, 39, whole.count / 2, whole.count - 1].map {
            Array(whole[..<$0])
        }
        cases.append(whole + [0])
        for place in stride(from: 4, to: whole.count, by: whole.count / 97) {
            var bytes = whole
            bytes[place] ^= 1
            cases.append(bytes)
        }
        let door = place("new", isElsewhere: true)
        for bytes in cases {
            TemporaryFolder.remove(file)
            TemporaryFolder.write(bytes, to: file)
            let error = #expect(throws: LedgerError.self, "\(bytes.count)") { try restore(door) }
            #expect(
                error.map { [.altered, .foreign, .newer].contains($0.code) && $0.part == .backup } ?? false,
                "\(String(describing: error))")
            #expect(!door.isThere)
        }
    }

    @Test("whose rows were forged is refused, though its sum fits")
    func forged() throws {
        _ = try fixture.door.backUp(to: file, at: fixture.clock.now)
        var reader = try BackupReader(VaultFile.opened(file))
        var rows: [(Table, StoredRow)] = []
        _ = try reader.rows { rows.append(($0, $1)) }
        let header = reader.header
        let proven: Set<Table> = [.items, .labels, .operations, .free, .nodes, .changes]
        for left in rows.indices where left % 29 == 0 && proven.contains(rows[left].0) {
            TemporaryFolder.remove(file)
            let made = try Files.make(file)
            var writer = BackupWriter(header, to: made)
            for (place, row) in rows.enumerated() where place != left { try writer.add(row.0, row.1) }
            _ = try writer.finish()
            let error = #expect(throws: LedgerError.self, "row \(left)") {
                _ = try fixture.door.check(backup: file, try fixture.key())
            }
            #expect(error?.code == .altered || error?.code == .wrongKey, "\(String(describing: error))")
        }
    }

    @Test("in a folder takes the place of the oldest of this vault's, once it is there, and of nothing else")
    func keeps() throws {
        let folder = "\(fixture.folder.path)/kept"
        unsafe mkdir(folder, 0o700)
        TemporaryFolder.write([1], to: "\(folder)/lockstep-20200101-000000Z.backup")
        let other = try Fixture()
        let foreign = try other.door.backUp(into: folder, keeping: 1, at: Instant(seconds: 5)).path
        var taken: [String] = []
        for number in 0..<6 {
            let time = Instant(seconds: 1_900_000_000 + Int64(number / 2))
            let report = try fixture.door.backUp(into: folder, keeping: 3, at: time)
            #expect(report.removed == (number < 3 ? [] : [taken[number - 3]]))
            taken.append(report.path)
        }
        let names = Set(TemporaryFolder.names(in: folder).map { "\(folder)/\($0)" })
        #expect(names == Set(taken.suffix(3) + [foreign, "\(folder)/lockstep-20200101-000000Z.backup"]))
    }

    /// How many changes are made meanwhile; `LOCKSTEP_WRITES=1000` for more.
    private static let writes =
        unsafe getenv("LOCKSTEP_WRITES").flatMap { unsafe Int(String(cString: $0)) } ?? 120

    @Test("is one state of the vault, whoever writes meanwhile", .onFiles)
    func concurrent() async throws {
        let fixture = Shared(fixture)
        let (file, most) = (file, BackupTests.writes)
        var counters: [UInt64] = []
        try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for writer in 0..<4 {
                group.addTask {
                    let ledger = try fixture.value.open()
                    for number in 0..<most / 4 {
                        let record = try fixture.value.seal("w\(writer)-\(number)", "string", in: ledger)
                        if number % 3 == 0 { try fixture.value.purge(record, in: ledger) }
                    }
                    return []
                }
            }
            group.addTask {
                try (0..<10).map { number in
                    let door = fixture.value.door
                    return try door.backUp(to: "\(file)-\(number)", at: fixture.value.clock.now).counter
                }
            }
            for try await taken in group { counters += taken }
        }
        #expect(counters == counters.sorted(), "\(counters)")
        for number in 0..<10 {
            let found = try look(at: "\(file)-\(number)", fixture.value.door)
            #expect(found.report.counter == counters[number] && found.tokens >= 19)
        }
    }
}
