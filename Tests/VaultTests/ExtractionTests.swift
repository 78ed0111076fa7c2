import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("What is whole of a damaged vault", .onFiles)
struct ExtractionTests {
    let fixture: Fixture
    var new: String { "\(fixture.folder.path)/data/new.db" }

    init() throws {
        fixture = try Fixture()
        let ledger = try fixture.open()
        for number in 0..<8 { try fixture.seal("token-\(number)", "string-\(number)", in: ledger) }
    }

    private func extract() throws -> ExtractionReport {
        let entry = AuditEntry(.extracted, time: fixture.clock.now, label: "")
        return try fixture.door.extract(to: new, try fixture.key(), noting: entry)
    }

    private func opened() throws -> any UnlockedVault {
        try VaultFile(path: new, state: fixture.state).open(try fixture.key())
    }

    private func left(_ report: ExtractionReport) -> [String] {
        report.left.compactMap { item -> String? in
            guard case .token(let label, _) = item else { return nil }
            return label.text
        }
    }

    @Test("of one that is not damaged is everything, and opens with the same keys")
    func everything() throws {
        let before = try fixture.open()
        // Looked at before: from then on the new one is the newest that this machine has seen.
        let (records, accounts) = (try before.records(), try before.accounts())
        let report = try extract()
        #expect(report.tokens.count == 8 && report.left.isEmpty && report.lost == 0)
        let ledger = try opened()
        #expect(try Set(ledger.records()) == Set(records))
        #expect(try ledger.accounts() == accounts)
        try ledger.examine()
        #expect(throws: LedgerError(.refused, .restored)) { try fixture.handOut("token-3", from: ledger) }
        try fixture.make(
            .compared(noting: AuditEntry(.compared, time: fixture.clock.now, label: "")), in: ledger)
        #expect(try fixture.handOut("token-3", from: ledger) == Array("string-3".utf8))
    }

    @Test("is in a new one, and what is not is told with its id")
    func damagedString() throws {
        Raw.run("UPDATE cells256 SET value = randomblob(256) WHERE id = 4", in: fixture.path)
        let report = try extract()
        #expect(report.tokens.count == 7 && left(report) == ["token-2"], "\(report)")
        let ledger = try opened()
        #expect(try ledger.records().count == 7)
        try ledger.examine()
    }

    @Test("does not have a token whose label may have had rules")
    func damagedLabels() throws {
        Raw.run("UPDATE labels SET value = randomblob(length(value))", in: fixture.path)
        let report = try extract()
        #expect(report.tokens.isEmpty && left(report).count == 8, "\(report)")
        try opened().examine()
    }

    @Test("that has lost rows changes nothing through an agent before a person says so")
    func lostRows() throws {
        Raw.run(
            "UPDATE items SET value = randomblob(length(value)) WHERE key = (SELECT key FROM items LIMIT 1)",
            in: fixture.path)
        let report = try extract()
        #expect(report.lost == 1, "\(report)")
        #expect(try opened().setting(.handsOutOnly) == ChangeSettings.value(handsOutOnly: true))
        try opened().examine()
    }

    @Test("is nowhere where nothing can be proven, and never takes the place of a file")
    func refuses() throws {
        #expect(throws: LedgerError(.exists, .file).at(fixture.path)) {
            _ = try fixture.door.extract(
                to: fixture.path, try fixture.key(),
                noting: AuditEntry(.extracted, time: fixture.clock.now, label: ""))
        }
        for table in ["first", "second"] {
            Raw.run("UPDATE \(table) SET value = randomblob(length(value)) WHERE id = 3", in: fixture.path)
        }
        #expect(throws: LedgerError.self) { _ = try extract() }
        #expect(TemporaryFolder.names(in: "\(fixture.folder.path)/data").allSatisfy { !$0.hasPrefix("new") })
    }
}
