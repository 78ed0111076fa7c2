import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("The files of a vault, copied one by one", .onFiles)
struct ApartTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private var log: String { fixture.path + "-wal" }

    /// Leaves what a process leaves that was killed within an operation: changes that are in the log alone.
    private func interrupt() throws {
        let ledger = try fixture.open()
        try fixture.seal("before", "string", in: ledger)
        #expect(try ledger.claim(OperationID()))
        try fixture.seal("within", "string", in: ledger)
        let (file, kept) = (TemporaryFolder.bytes(of: fixture.path), TemporaryFolder.bytes(of: log))
        #expect(!kept.isEmpty)
        let place = "\(fixture.folder.path)/killed"
        unsafe mkdir(place, 0o700)
        TemporaryFolder.write(file, to: "\(place)/vault.db")
        TemporaryFolder.write(kept, to: "\(place)/vault.db-wal")
    }

    private func door(_ folder: String, state: String = "elsewhere") -> VaultFile {
        VaultFile(path: "\(fixture.folder.path)/\(folder)/vault.db", state: "\(fixture.folder.path)/\(state)")
    }

    @Test("with its log has everything, and without it is refused on any machine")
    func apart() throws {
        try interrupt()
        unsafe mkdir("\(fixture.folder.path)/alone", 0o700)
        let bytes = TemporaryFolder.bytes(of: "\(fixture.folder.path)/killed/vault.db")
        TemporaryFolder.write(bytes, to: "\(fixture.folder.path)/alone/vault.db")
        #expect(throws: LedgerError(.older, .log).at(door("alone").place.path)) {
            try door("alone").open(try fixture.key())
        }
        #expect(throws: LedgerError.self) { try door("alone", state: "state").open(try fixture.key()) }
        #expect(try door("alone").examine(try fixture.key()).canBeAccepted)
        let whole = try door("killed").open(try fixture.key())
        #expect(try whole.records().map(\.label.text).sorted() == ["before", "within"])
    }

    @Test("without its log is taken where a person says so, and hands out once it was compared")
    func accepted() throws {
        try interrupt()
        TemporaryFolder.remove("\(fixture.folder.path)/killed/vault.db-wal")
        let entry = AuditEntry(.olderAccepted, time: fixture.clock.now, label: "")
        try door("killed").acceptOlder(try fixture.key(), noting: entry)
        let ledger = try door("killed").open(try fixture.key())
        #expect(try ledger.records().map(\.label.text) == ["before"])
        #expect(throws: LedgerError(.refused, .restored)) { try fixture.handOut("before", from: ledger) }
    }

    @Test("between changes is whole by itself")
    func between() throws {
        let ledger = try fixture.open()
        for number in 0..<30 {
            try fixture.seal("token-\(number)", "string", in: ledger)
            let name = "copy-\(number)"
            unsafe mkdir("\(fixture.folder.path)/\(name)", 0o700)
            TemporaryFolder.write(
                TemporaryFolder.bytes(of: fixture.path), to: "\(fixture.folder.path)/\(name)/vault.db")
            #expect(try door(name).open(try fixture.key()).records().count == number + 1)
        }
    }

    @Test("is the machine's own where whoever wrote was killed before there was a log")
    func own() throws {
        try fixture.seal("ci", "string", in: try fixture.open())
        do {
            let connection = try Connection(path: fixture.path)
            try connection.mark(true)
        }
        for _ in 0..<2 { #expect(try fixture.open().records().count == 1) }
        #expect(try !Connection(path: fixture.path).isMarked())
    }
}
