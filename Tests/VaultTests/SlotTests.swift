import Lifecycle
import Secrets
import TestSupport
import Testing
import Vault

@Suite("The slots of a vault")
struct SlotTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    /// A passphrase slot as Lockstep would write it, with random bytes in the place of the wrapped key.
    private func forge(passes: UInt32, gibibytes: UInt32) {
        let (id, salt, wrapped) = (Random.bytes(16), Random.bytes(16), Random.bytes(72))
        var fields = Writer()
        fields.raw(id)
        fields.byte(1)
        fields.number(passes)
        fields.number(gibibytes << 20)
        fields.bytes(salt)
        var content = Writer()
        content.bytes(fields.bytes)
        content.bytes(wrapped)
        let sum = Checksum.of(encoded: vault + content.bytes)
        let row = [id, salt, wrapped, sum].map { "x'\(Hex.text($0))'" }
        Raw.run(
            "INSERT INTO slot VALUES (\(row[0]), 1, \(passes), \(gibibytes << 20), \(row[1]), \(row[2]), \(row[3]))",
            in: fixture.path)
    }

    /// The vault's id, as the name of its counter has it.
    private var vault: [UInt8] {
        let name = TemporaryFolder.names(in: fixture.state).first { $0.hasSuffix(".counter") } ?? ""
        return Hex.bytes(String(name.prefix(32))) ?? []
    }

    private func open(_ passphrase: String) throws -> any UnlockedVault {
        try fixture.door.open(.passphrase(try SecretBytes(known: passphrase)))
    }

    /// How many are forged, with how many passes over a GiB; each set costs more than is ever tried.
    @Test(
        "forged ones that would cost too much, or are too many, are told before one is tried",
        arguments: [(5, 2), (2, 8), (15, 1)])
    func costly(_ count: Int, _ passes: UInt32) throws {
        for _ in 0..<count { forge(passes: passes, gibibytes: 1) }
        #expect(throws: LedgerError(.altered, .slot)) { try open("any") }
        #expect(throws: LedgerError(.altered, .slot)) { try fixture.open() }
        #expect(fixture.door.inspect().damages == [LedgerError(.altered, .slot)])
        // What needs no work opens for a look all the same.
        #expect(try fixture.door.examine(try fixture.key()).damages == [LedgerError(.altered, .slot)])
    }

    @Test("a passphrase in the form of a recovery key opens the vault that was made with it")
    func recoveryForm() throws {
        let text = "LSRK-" + Array(repeating: "0123abcd", count: 8).joined(separator: "-")
        let folder = TemporaryFolder()
        let door = VaultFile(path: "\(folder.path)/vault.db", state: folder.path)
        let recovery = try door.make(
            .passphrase(try SecretBytes(known: text)), cost: .interactive, at: fixture.clock.now)
        #expect(try door.open(.passphrase(try SecretBytes(known: text))).records().isEmpty)
        #expect(try door.open(.passphrase(recovery)).records().isEmpty)
        let other = text.replacing("0123", with: "4567")
        #expect(throws: LedgerError(.wrongKey, .slot)) {
            try door.open(.passphrase(try SecretBytes(known: other)))
        }
    }
}
