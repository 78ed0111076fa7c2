import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("A vault")
struct RoundTripTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    @Test("gives back the string that was sealed, also after it was opened anew")
    func roundTrip() throws {
        let record = try fixture.seal("ci", "a-known-token-string", in: try fixture.open())
        let ledger = try fixture.open()
        #expect(try ledger.string(of: record.id).exposed == Array("a-known-token-string".utf8))
        #expect(try ledger.record(named: try Label("ci")) == record)
        #expect(try ledger.records() == [record])
        #expect(try ledger.accounts() == [fixture.account])
    }

    @Test("opens with its recovery key and with nothing else")
    func recovery() throws {
        let folder = TemporaryFolder()
        let door = VaultFile(path: "\(folder.path)/v.db", state: folder.path, stores: TestStore.make())
        let recovery = try Key<Root>()
        try door.make(
            .passphrase(try SecretBytes(known: "correct horse")), recovery: try recovery.copy(),
            cost: .interactive,
            at: fixture.clock.now)
        let printed = try RecoveryKey.text(of: recovery)
        _ = try door.open(.passphrase(printed))
        _ = try door.open(.passphrase(try SecretBytes(known: "correct horse")))
        for wrong in ["correct horsf", "", "LSRK-00", "LSRK-" + String(repeating: "0", count: 64)] {
            #expect(throws: LedgerError(.wrongKey, .slot)) {
                _ = try door.open(.passphrase(try SecretBytes(known: wrong)))
            }
        }
        #expect(throws: LedgerError(.wrongKey, .slot)) {
            _ = try door.open(.keyFile(try SecretBytes(random: 32)))
        }
        #expect(try door.ways().map(\.kind) == [.passphrase, .recovery])
    }

    @Test("is not made over another one, and a missing one is not made by opening it")
    func places() throws {
        #expect(throws: LedgerError(.exists, .file).at(fixture.path)) {
            try fixture.door.make(
                try fixture.key(), recovery: try SecretBytes(random: 32), cost: .interactive,
                at: fixture.clock.now)
        }
        let nowhere = VaultFile(
            path: "\(fixture.folder.path)/none.db", state: fixture.state, stores: fixture.stores)
        #expect(!nowhere.isThere)
        #expect(throws: LedgerError(.missing, .file).at("\(fixture.folder.path)/none.db")) {
            _ = try nowhere.open(try fixture.key())
        }
        #expect(!nowhere.isThere)
    }

    @Test("refuses a second record under the same label, in any Unicode form")
    func labels() throws {
        let ledger = try fixture.open()
        try fixture.seal("caf\u{E9}", "one", in: ledger)
        #expect(throws: LedgerError(.conflict, .label)) {
            try fixture.seal("cafe\u{301}", "two", in: ledger)
        }
        #expect(try ledger.records().count == 1)
    }

    @Test("hands out active tokens only, and writes each hand-out and each refusal down")
    func handOuts() throws {
        let ledger = try fixture.open()
        try fixture.seal("ci", "one", in: ledger)
        try fixture.seal("new", "two", in: ledger, state: .creating)
        let use = HandOutUse(
            verb: "get", time: fixture.clock.now, caller: Caller(pid: 1, user: 0, executable: "/bin/true"))
        let given = try ledger.handOut([try Label("ci")], as: use)
        #expect(given.first?.string.exposed == Array("one".utf8))
        #expect(throws: LedgerError(.refused, .creating)) {
            _ = try ledger.handOut([try Label("new")], as: use)
        }
        #expect(throws: LedgerError(.absent, .label)) { _ = try ledger.handOut([try Label("no")], as: use) }
        let told = try ledger.audit().filter { $0.caller != nil }.map { "\($0.event.name) \($0.label)" }
        #expect(told == ["handed-out ci", "refused new"])
    }

    @Test("hands out to several at once, and what is wrong with one does not touch the others")
    func batch() throws {
        let ledger = try fixture.open()
        try fixture.seal("ci", "one", in: ledger)
        try fixture.seal("new", "two", in: ledger, state: .creating)
        func request(_ labels: String...) throws -> HandOutRequest {
            HandOutRequest(
                try labels.map { try Label($0) },
                as: HandOutUse(
                    verb: "get", time: fixture.clock.now,
                    caller: Caller(pid: 7, user: 0, executable: "/bin/true", unit: "ci.service")))
        }
        let given = try ledger.handOut([
            try request("ci"), try request("no"), try request("ci", "new"), try request("ci"),
        ])
        #expect(try given[0].get().first?.string.exposed == Array("one".utf8))
        #expect(throws: LedgerError(.absent, .label)) { try given[1].get() }
        #expect(throws: LedgerError(.refused, .creating)) { try given[2].get() }
        #expect(try given[3].get().count == 1)
        let told = try fixture.open().audit().filter { $0.caller?.unit == "ci.service" }
        #expect(
            told.map { "\($0.event.name) \($0.label)" } == ["handed-out ci", "refused new", "handed-out ci"])
        try fixture.open().examine()
    }

    @Test(
        "what another connection or this one has changed is in force at the next hand-out",
        arguments: [true, false])
    func fresh(_ elsewhere: Bool) throws {
        let ledger = try fixture.open()
        let record = try fixture.seal("ci", "one", in: ledger)
        let use = HandOutUse(
            verb: "get", time: fixture.clock.now, caller: Caller(pid: 7, user: 0, executable: ""))
        let request = HandOutRequest([try Label("ci")], as: use)
        for _ in 0..<3 { #expect(try ledger.handOut([request])[0].get().count == 1) }
        let other = elsewhere ? try fixture.open() : ledger
        try other.commit(
            OperationID(), journal: nil, changes: [.move(record.id, to: .revoking)], string: nil)
        #expect(throws: LedgerError(.refused, .revoking)) { try ledger.handOut([request])[0].get() }
        try fixture.open().examine()
        #expect(try fixture.open().audit().filter { $0.event == .handedOut }.count == 3)
    }

    @Test("never moves a record back from revoking or gone")
    func states() throws {
        let ledger = try fixture.open()
        let record = try fixture.seal("ci", "one", in: ledger)
        func move(_ state: Record.State) throws {
            try ledger.commit(
                OperationID(), journal: nil, changes: [.move(record.id, to: state)], string: nil)
        }
        try move(.revoking)
        for state in [Record.State.active, .retiring, .creating, .revoking] {
            #expect(throws: LedgerError(.conflict, .state)) { try move(state) }
        }
        #expect(try ledger.record(record.id)?.state == .revoking)
    }

    @Test("wipes an account only when nothing depends on it")
    func accounts() throws {
        let ledger = try fixture.open()
        let record = try fixture.seal("ci", "one", in: ledger)
        #expect(throws: LedgerError(.conflict, .account)) {
            try ledger.wipe(fixture.account, at: fixture.clock.now)
        }
        try fixture.purge(record, in: ledger)
        try ledger.wipe(fixture.account, at: fixture.clock.now)
        #expect(try ledger.accounts().isEmpty)
        #expect(throws: LedgerError(.absent, .string)) { _ = try ledger.string(of: fixture.account.id) }
    }

    @Test("signs a receipt for each purge, which the statement and the public key verify")
    func receipts() throws {
        let ledger = try fixture.open()
        let record = try fixture.seal("ci", "one", in: ledger)
        try fixture.purge(record, in: ledger)
        let tombstone = try #require(try ledger.record(record.id))
        let receipt = try #require(tombstone.receipt)
        #expect(tombstone.state == .gone && tombstone.token.prefix.isEmpty)
        #expect(SigningKey.verify(receipt.signature, of: receipt.statement, by: ledger.receiptKey))
        #expect(!SigningKey.verify(receipt.signature, of: receipt.statement + [0], by: ledger.receiptKey))
    }
}
