import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("Deposits beside a vault")
struct DepositTests {
    let fixture: Fixture
    let vault: any UnlockedVault

    init() throws {
        fixture = try Fixture()
        vault = try fixture.open()
    }

    private var folder: DepositFolder { .beside(fixture.path) }

    private static func key(_ byte: UInt8 = 1) throws -> SigningKey {
        let bytes = [UInt8](repeating: byte, count: 32)
        return try DepositorKey.pair(of: SecretBytes(copying: bytes.span))
    }

    private func writer(_ ticket: DepositTicket? = nil, step: @escaping () -> Void = {}) throws
        -> DepositWriter
    {
        DepositWriter(
            to: try ticket ?? vault.ticket(for: fixture.account), signing: try Self.key(),
            creatingWith: try SecretBytes(known: "provisioning"), in: nil, besides: fixture.path, step: step)
    }

    private var record: Record {
        get throws {
            let token = Token(
                id: 7, label: "ci", scopes: .all, created: fixture.clock.now, expiry: .never,
                prefix: "string-7")
            return Record(
                id: RecordID(), account: fixture.account.id, label: try Label("ci"), state: .active,
                token: token,
                nonce: Nonce(), sealed: fixture.clock.now)
        }
    }

    /// A deposit that is whole, by a process that has ended; its file.
    private func whole(_ ticket: DepositTicket? = nil) throws -> String {
        let writer = try writer(ticket)
        try writer.commit(
            OperationID(), journal: nil, changes: [.seal(record)], string: SecretBytes(known: "string-7-rest")
        )
        return writer.path
    }

    /// What is told of each file, and the strings.
    private func told(done: Bool = false) throws -> [String] {
        var told: [String] = []
        try vault.eachDeposit { found in
            switch found.content {
            case .success(let content):
                let string = found.string.take()?.exposed ?? []
                let text = String(decoding: string, as: UTF8.self)
                told.append("\(content.record?.label.text ?? "begun") \(text)")
            case .failure(let flaw): told.append(flaw.word)
            }
            return done
        }
        return told
    }

    private func file(_ path: String) throws -> DepositFile {
        let name = String(path.suffix(40).prefix(32))
        return try DepositFile(
            TemporaryFolder.bytes(of: path), named: try #require(OperationID(hex: name)))
    }

    private func put(_ bytes: [UInt8], at path: String) throws {
        try Descriptor(opening: path, O_WRONLY | O_CREAT | O_TRUNC).write(bytes)
    }

    @Test("is there before anything is asked for, and has its token string once that is sealed")
    func begunAndMade() throws {
        var states: [[String]] = []
        let writer = try writer()
        let entry = JournalEntry([1, 2, 3])
        try writer.commit(OperationID(), journal: entry, changes: [], string: nil)
        states.append(try told())
        try writer.commit(
            OperationID(), journal: nil, changes: [.seal(record)], string: SecretBytes(known: "string-7"))
        // Whoever is at it has it.
        #expect(states + [try told()] == [["underway"], ["underway"]])
        _ = try whole()
        #expect(try told().contains("ci string-7-rest"))
    }

    @Test("is wiped and gone once it is done with")
    func wiped() throws {
        let path = try whole()
        let before = try Descriptor(opening: path, O_RDONLY)
        #expect(try told(done: true) == ["ci string-7-rest"])
        #expect(TemporaryFolder.names(in: folder.path) == [])
        let bytes = try before.bytes(limit: DepositFile.limit)
        #expect(!bytes.isEmpty && bytes.allSatisfy { $0 == 0 })
    }

    @Test("is forged where another signs what was sealed, or it goes by another name")
    func forged() throws {
        let path = try whole()
        let (mine, ticket) = (try file(path), try vault.ticket(for: fixture.account))
        let stolen = DepositFile(mine.sealed, as: mine.id, to: ticket, by: try Self.key(2))
        try put(stolen.bytes, at: path)
        #expect(try told() == ["forged"])
        let renamed = DepositFile(mine.sealed, as: OperationID(), to: ticket, by: try Self.key())
        try put(renamed.bytes, at: folder.path(of: renamed.id))
        unsafe unlink(path)
        #expect(try told() == ["forged"])
        try put(mine.bytes.dropLast() + [mine.bytes[mine.bytes.count - 1] ^ 1], at: folder.path(of: mine.id))
        unsafe unlink(folder.path(of: renamed.id))
        #expect(try told() == ["forged"])
    }

    @Test("of another vault, or of keys that this one never had, is told apart")
    func foreign() throws {
        let other = try Fixture()
        let theirs = try other.open().ticket(for: other.account)
        let path = try whole(theirs)
        #expect(try told() == ["foreign"])
        let (mine, ticket) = (try file(path), try vault.ticket(for: fixture.account))
        try put(DepositFile(mine.sealed, as: mine.id, to: ticket, by: try Self.key()).bytes, at: path)
        #expect(try told() == ["forged"])
        let later = DepositTicket(
            vault: ticket.vault, epoch: ticket.epoch + 1, key: ticket.key, account: ticket.account,
            address: ticket.address)
        try put(DepositFile(mine.sealed, as: mine.id, to: later, by: try Self.key()).bytes, at: path)
        #expect(try told() == ["foreign"])
    }

    @Test("whatever else lies there is told or passed over, and keeps nobody waiting")
    func strange() throws {
        _ = try whole()
        func name(_ digit: String) -> String {
            "\(folder.path)/\(String(repeating: digit, count: 32)).deposit"
        }
        unsafe mkfifo(name("a"), 0o600)
        unsafe mkdir(name("b"), 0o700)
        unsafe symlink("/dev/zero", name("c"))
        try put([], at: name("d"))
        try put([UInt8](repeating: 0, count: DepositFile.limit + 1), at: name("e"))
        try put([1], at: "\(folder.path)/notes.txt")
        let told = try told()
        #expect(told.filter { $0 == "unreadable" }.count == 3)
        #expect(told.filter { $0 == "malformed" }.count == 2)
        #expect(told.contains("ci string-7-rest") && told.count == 6)
    }

    @Test("there may be any number; so many are looked at at one time")
    func many() throws {
        let path = try whole()
        unsafe unlink(path)
        for _ in 0...DepositFolder.most { try put([], at: folder.path(of: OperationID())) }
        let told = try told()
        #expect(told.count == DepositFolder.most + 1 && told.last == "too-many")
        #expect(vault.countDeposits(since: nil) == DepositFolder.most)
        #expect(vault.countDeposits(since: Instant(seconds: 1 << 39)) == 0)
    }

    @Test("nothing is left of one that came to nothing")
    func undone() throws {
        let writer = try writer()
        try writer.commit(OperationID(), journal: JournalEntry([1]), changes: [], string: nil)
        #expect(TemporaryFolder.names(in: folder.path).count == 1)
        try writer.commit(OperationID(), journal: nil, changes: [], string: nil)
        #expect(TemporaryFolder.names(in: folder.path) == [])
    }

    @Test("a ticket is read as it was printed, and a typing error in it is told")
    func ticket() throws {
        let ticket = try vault.ticket(for: fixture.account)
        #expect(try DepositTicket(ticket.text) == ticket)
        #expect(try DepositTicket(ticket.text.lowercased()) == ticket)
        for place in 5..<ticket.text.count {
            var text = Array(ticket.text)
            text[place] = text[place] == "0" ? "1" : "0"
            #expect(throws: SecretsError.authentication) { try DepositTicket(String(text)) }
        }
        #expect(throws: SecretsError.self) { try DepositTicket("") }
        #expect(throws: SecretsError.self) { try DepositTicket("LSDT-0000") }
    }

    @Test("depositors are read as they were registered; what a later version has written is not passed over")
    func depositors() throws {
        let known = Depositor(
            try Label("ci"), key: [UInt8](repeating: 3, count: 32), account: fixture.account.id,
            labels: "ci/*",
            added: fixture.clock.now)
        let value = try #require(Depositor.value([known, known]))
        #expect(try Depositor.all(in: value) == [known, known])
        #expect(try Depositor.all(in: nil) == [] && Depositor.value([]) == nil)
        for count in value.indices.dropFirst() where count != value.count / 2 {
            #expect(throws: LedgerError.self) { try Depositor.all(in: Array(value[..<count])) }
        }
        var future = Writer()
        future.bytes(Array(value[4..<value.count / 2]) + [0x90, 0, 0, 0, 0])
        #expect(throws: LedgerError(.newer, .setting)) { try Depositor.all(in: future.bytes) }
    }
}
