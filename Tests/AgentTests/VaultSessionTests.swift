import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing
import Wire

@testable import Agent

/// A door to a ledger that counts what it is asked; the session asks for nothing else.
private final class CountingDoor: VaultDoor {
    let ledger = CountingLedger()
    /// Why it does not open; `nil` when it does.
    var failure: LedgerError?
    var opened = 0
    var isThere: Bool { true }
    var isHidden: Bool { false }
    var notice: VaultNotice? { nil }
    func make(
        _ first: borrowing Unlocking, recovery: borrowing SecretBytes, cost: PassphraseCost,
        at time: Instant
    ) throws(LedgerError) { throw LedgerError(.exists) }
    func ways() throws(LedgerError) -> [SlotOutline] { [] }
    func open(_ unlocking: borrowing Unlocking) throws(LedgerError) -> any UnlockedVault { ledger }
    func open(with keyring: borrowing SecretBytes) throws(LedgerError) -> any UnlockedVault {
        if let failure { throw failure }
        opened += 1
        return ledger
    }
    func inspect() -> Examination { Examination() }
    func examine(_ unlocking: borrowing Unlocking) throws(LedgerError) -> Examination { Examination() }
    func examine(with keyring: borrowing SecretBytes) throws(LedgerError) -> Examination { Examination() }
    func repair(_ unlocking: borrowing Unlocking, noting entry: AuditEntry) throws(LedgerError) -> Bool {
        false
    }
    func acceptOlder(_ unlocking: borrowing Unlocking, noting entry: AuditEntry) throws(LedgerError) {}
    func backUp(to path: String, at time: Instant) throws(LedgerError) -> BackupReport { throw absent }
    func backUp(
        into folder: String, keeping keep: Int?, at time: Instant
    ) throws(LedgerError) -> BackupReport { throw absent }
    func check(
        backup path: String, _ unlocking: borrowing Unlocking
    ) throws(LedgerError) -> CheckedBackup { throw absent }
    func restore(
        backup path: String, with keyring: borrowing SecretBytes, noting entry: AuditEntry
    ) throws(LedgerError) {}
    func extract(
        to path: String, _ unlocking: borrowing Unlocking, noting entry: AuditEntry
    ) throws(LedgerError) -> ExtractionReport { throw absent }
    private var absent: LedgerError { LedgerError(.absent) }
}

private final class CountingLedger: UnlockedVault {
    var handedOut = 0
    var synced = 0
    var begun = 0
    var isDiskSlow = false
    var hasDiskFailed = false
    private var isDurable = true
    var rested = 0
    /// Why no hand-out is allowed; `nil` where all are.
    var refusal: LedgerError?
    /// What becomes of the next hand-out; `nil` for nothing worth telling.
    var failure: LedgerError?
    func listing() throws(LedgerError) -> RecordListing { RecordListing { () throws(LedgerError) in nil } }
    func eachRecord(_ body: (Record) throws(LedgerError) -> Void) throws(LedgerError) {}
    func record(_ id: RecordID) throws(LedgerError) -> Record? { nil }
    func record(named label: Label) throws(LedgerError) -> Record? { nil }
    func records(under label: Label) throws(LedgerError) -> [Record] { [] }
    func standing(of holder: LeaseHolder) throws(LedgerError) -> LeaseHolder.Standing { .unknown }
    func nextGeneration(of label: Label) throws(LedgerError) -> UInt32 { 1 }
    func accounts() throws(LedgerError) -> [Account] { [] }
    func journal() throws(LedgerError) -> [JournalRow] { [] }
    func journalEntry(_ id: OperationID) throws(LedgerError) -> JournalEntry? { nil }
    var opener: SlotID? { nil }
    func slots() throws(LedgerError) -> [SlotOutline] { [] }
    func slot(
        _ new: borrowing NewSlot, cost: PassphraseCost, _ note: SlotNote
    ) throws(LedgerError) -> SlotChange.Added {
        throw LedgerError(.failed)
    }
    func setting(_ name: SettingName) throws(LedgerError) -> [UInt8]? { nil }
    func ticket(for account: Account) throws(LedgerError) -> DepositTicket { throw LedgerError(.failed) }
    func countDeposits(since moment: Instant?) -> Int { 0 }
    func eachDeposit(_ body: (inout FoundDeposit) -> Bool) throws(LedgerError) {}
    func backUp(into folder: String, at time: Instant) throws(LedgerError) -> BackupReport? { nil }
    func restored() throws(LedgerError) -> Instant? { nil }
    func policy(of label: Label) throws(LedgerError) -> Policy? { nil }
    func hosts(of record: RecordID) throws(LedgerError) -> HostBindings { HostBindings() }
    func claim(_ operation: OperationID) throws(LedgerError) -> Bool { true }
    func release(_ operation: OperationID) {}
    func commit(
        _ operation: OperationID, journal entry: JournalEntry?, changes: [Change],
        string: borrowing SecretBytes?
    ) throws(LedgerError) {}
    func seal(
        _ account: Account, string: borrowing SecretBytes, by origin: Origin?
    ) throws(LedgerError) {}
    func wipe(_ account: Account, at time: Instant, by origin: Origin?) throws(LedgerError) {}
    func credential(of id: RecordID) throws(LedgerError) -> Credential { throw LedgerError(.absent) }
    func eachString(
        _ body: (Record, borrowing SecretBytes?) throws(LedgerError) -> Void
    ) throws(LedgerError) {}
    func handOut(_ labels: [Label], as use: HandOutUse) throws(LedgerError) -> [HandedOut] { [] }
    func handOut(_ asked: [HandOutRequest]) throws(LedgerError) -> [Result<[HandedOut], LedgerError>] {
        if let failure { throw failure }
        handedOut += asked.count
        isDurable = false
        return asked.map { _ in refusal.map { .failure($0) } ?? .success([]) }
    }
    func syncHandOuts() throws(LedgerError) {
        synced += 1
        if hasDiskFailed { throw LedgerError(.failed, .disk) }
    }
    func beginSync() -> SyncProgress {
        if isDiskSlow || hasDiskFailed { return .behind }
        if isDurable { return .durable }
        begun += 1
        isDurable = true
        return .begun
    }
    func rest() { rested += 1 }
    func hasChanged() throws(LedgerError) -> Bool { true }
    func standings(of labels: [Label]) throws(LedgerError) -> [LabelStanding] {
        labels.map { LabelStanding($0, nil) }
    }
    func leaveLog() {}
    func note(refused entry: AuditEntry) throws(LedgerError) {}
    func scrub() throws(LedgerError) {}
    func keyring() throws(LedgerError) -> SecretBytes {
        do { return try SecretBytes(known: "the keys") } catch { throw LedgerError(.failed) }
    }
    var receiptKey: [UInt8] { [] }
    func audit() throws(LedgerError) -> [AuditEntry] { [] }
    func audit(_ body: (AuditEntry) -> Bool) throws(LedgerError) {}
    func readings(of record: Record) throws(LedgerError) -> LabelReadings { LabelReadings() }
    func verifyAudit() throws(LedgerError) -> AuditReport { AuditReport() }
    func key(of receipt: Receipt) -> [UInt8]? { nil }
    func changes(since place: ChangePlace) throws(LedgerError) -> RecentChanges {
        RecentChanges(ChangePlace(vault: [], counter: 0), isKnown: false)
    }
    func followAudit() throws(LedgerError) -> any AuditFollower { throw LedgerError(.failed) }
    func readings(of label: Label) throws(LedgerError) -> LabelReadings { LabelReadings() }
    func auditChanges(_ body: (AuditEntry) -> Bool) throws(LedgerError) {}
    func handOutCount() throws(LedgerError) -> UInt64 { 0 }
    func lastSync() -> Instant? { nil }
    func note(synced moment: Instant) {}
    func toldExpiries() -> Set<ExpiryMark> { [] }
    func note(told marks: Set<ExpiryMark>) {}
    func examineReadings() throws(LedgerError) -> AuditReport { AuditReport() }
    func acceptReadings(noting entry: AuditEntry) throws(LedgerError) -> AuditReport { AuditReport() }
    func archiveReadings(
        to file: LentFiles, before moment: Instant?, noting entry: AuditEntry
    ) throws(LedgerError) -> ArchiveReport { ArchiveReport() }
    func readArchive(_ file: LentFiles, _ body: (AuditEntry) -> Void) throws(LedgerError) -> ArchiveReport {
        ArchiveReport()
    }
    func keyStanding() throws(LedgerError) -> KeyStanding { KeyStanding(epoch: 1, slots: 2, sharing: 0) }
    func reseal(_ cursor: RekeyCursor, strings: Bool) throws(LedgerError) -> RekeyCursor? { nil }
    func examine() throws(LedgerError) {}
    func examination() throws(LedgerError) -> Examination { Examination() }
}

@Suite("The session of the keys")
struct VaultSessionTests {
    private let door = CountingDoor()
    private let clock = ManualClock()
    private let keyring: SharedSecret

    init() throws { keyring = try SharedSecret() }

    private func session(idle: UInt32, max: UInt32 = 0) throws -> VaultSession {
        let times = LockTimes(idle: idle, max: max)
        let session = VaultSession(vault: "/v", times: times, door: door, clock: clock, keyring: keyring)
        #expect(session.isLocked)
        try session.unlock(try SecretBytes(known: "the keys"), at: 1000)
        return session
    }

    private func request() throws -> HandOutRequest {
        HandOutRequest(
            [try Label("ci")],
            as: HandOutUse(verb: "get", time: clock.now, caller: Caller(pid: 1, user: 0, executable: "")))
    }

    @Test("that somebody watches labels is no use, and what is kept for it is forgotten within a second")
    func watching() throws {
        let session = try session(idle: 60)
        _ = try session.hasChanged()
        _ = try session.standings(of: [try Label("ci")])
        _ = session.tick(at: 60_500)
        #expect(door.ledger.rested == 1)
        #expect(!session.isLocked)
        _ = try session.standings(of: [try Label("ci")])
        _ = session.tick(at: 61_000)
        #expect(session.isLocked)
    }

    @Test("locks after idle time, counted from the last hand-out, and only then")
    func idle() throws {
        let session = try session(idle: 60)
        #expect(session.tick(at: 1000) == 60_000)
        _ = try session.handOut([try request()], at: 31_000)
        _ = session.tick(at: 60_999 + 30_000)
        #expect(!session.isLocked)
        _ = session.tick(at: 91_000)
        #expect(session.isLocked)
        #expect(try session.handOut([try request()], at: 91_001) == nil)
        #expect(door.ledger.handedOut == 1)
    }

    @Test("a hand-out that is refused does not count as use, and neither does looking at what there is to do")
    func refused() throws {
        let session = try session(idle: 60)
        door.ledger.refusal = LedgerError(.refused, .grant)
        _ = try session.handOut([try request()], at: 31_000)
        _ = (session.hasWork, try session.askpass())
        _ = session.tick(at: 61_000)
        #expect(session.isLocked)
    }

    @Test("is not locked for idleness while a worker runs, and what a worker changed counts as use")
    func busy() throws {
        let session = try session(idle: 60)
        #expect(session.tick(at: 400_000, isBusy: true) == 60_000)
        #expect(!session.isLocked)
        session.use(at: 400_000)
        _ = session.tick(at: 459_999)
        #expect(!session.isLocked)
        _ = session.tick(at: 460_000)
        #expect(session.isLocked)
    }

    @Test(
        "locks so long after it was unlocked, however busy it is, and counts anew when it is unlocked again")
    func longest() throws {
        let session = try session(idle: 60, max: 90)
        for moment in stride(from: 11_000, to: 91_000, by: 10_000) as StrideTo<Int64> {
            _ = try session.handOut([try request()], at: moment)
            #expect(session.tick(at: moment, isBusy: true) <= 91_000 - moment)
            #expect(!session.isLocked)
        }
        _ = session.tick(at: 91_000, isBusy: true)
        #expect(session.isLocked)
        try session.unlock(try SecretBytes(known: "the keys"), at: 200_000, times: LockTimes(idle: 0))
        _ = session.tick(at: 289_999)
        #expect(!session.isLocked && session.max == 90 && session.idle == 0)
        try session.unlock(try SecretBytes(known: "the keys"), at: 250_000, times: LockTimes(max: 0))
        _ = session.tick(at: .max / 2)
        #expect(!session.isLocked)
    }

    @Test("never locks by itself when told so")
    func never() throws {
        let session = try session(idle: 0)
        _ = session.tick(at: .max / 2)
        #expect(!session.isLocked)
    }

    @Test("keeps nothing of hand-outs in memory once a second has passed without one")
    func rests() throws {
        let session = try session(idle: 60)
        for moment in [1000, 1900, 2800] as [Int64] {
            _ = try session.handOut([try request()], at: moment)
            _ = session.tick(at: moment + 600)
        }
        #expect(door.ledger.rested == 0)
        #expect(session.tick(at: 3790) <= 10)
        #expect(session.tick(at: 3800) > 1000)
        #expect(door.ledger.rested == 1)
        _ = session.tick(at: 9000)
        #expect(door.ledger.rested == 1)
    }

    @Test("makes hand-outs durable in groups, on the side, within a second, and before the keys are wiped")
    func groups() throws {
        let session = try session(idle: 60)
        for moment in stride(from: 1000, to: 1300, by: 50) as StrideTo<Int64> {
            _ = try session.handOut([try request()], at: moment)
            _ = session.tick(at: moment)
        }
        #expect(door.ledger.begun == 0)
        #expect(session.tick(at: 1290) <= 10)
        _ = session.tick(at: 1300)
        #expect(door.ledger.begun == 1)
        _ = session.tick(at: 9000)
        #expect(door.ledger.begun == 1)
        _ = try session.handOut([try request()], at: 9500)
        let before = door.ledger.synced
        session.lock()
        #expect(door.ledger.synced == before + 1)
    }

    @Test("waits for the disk where it does not keep up")
    func slowDisk() throws {
        let session = try session(idle: 60)
        let before = door.ledger.synced
        door.ledger.isDiskSlow = true
        _ = try session.handOut([try request()], at: 1000)
        #expect(session.tick(at: 1400) <= 200)
        #expect(door.ledger.synced == before)
        _ = session.tick(at: 1600)
        #expect(door.ledger.synced == before + 1)
        _ = session.tick(at: 2500)
        #expect(door.ledger.synced == before + 1)
    }

    @Test("tries again what the disk failed to take, though nothing newer comes")
    func failedDisk() throws {
        let session = try session(idle: 0)
        let before = door.ledger.synced
        _ = try session.handOut([try request()], at: 1000)
        _ = session.tick(at: 1300)
        #expect(door.ledger.begun == 1)
        door.ledger.hasDiskFailed = true
        for moment in stride(from: 1600, through: 3600, by: 100) as StrideThrough<Int64> {
            #expect(session.tick(at: moment) <= 300)
        }
        let tried = door.ledger.synced
        #expect(tried > before + 2)
        door.ledger.hasDiskFailed = false
        _ = session.tick(at: 4300)
        #expect(session.tick(at: 4600) == 60_000)
    }

    @Test("shares the keys with the workers while it is unlocked, and wipes them for all when it locks")
    func shares() throws {
        let session = try session(idle: 60)
        #expect(try keyring.load().matches(try SecretBytes(known: "the keys")))
        session.lock()
        #expect(throws: SecretsError.malformed) { _ = try keyring.load() }
    }

    @Test(
        "opens what lies at the vault's place when its file is gone or another one, and says why it cannot",
        arguments: [LedgerError(.replaced, .file), LedgerError(.gone, .log)])
    func reopens(_ lost: LedgerError) throws {
        let session = try session(idle: 60)
        door.ledger.failure = lost
        door.failure = LedgerError(.missing, .file)
        #expect(throws: LedgerError(.gone, .file).at("/v")) { try session.handOut([request()], at: 1001) }
        door.failure = LedgerError(.wrongKey, .vault)
        #expect(throws: LedgerError(.replaced, .file).at("/v")) { try session.handOut([request()], at: 1002) }
        door.failure = LedgerError(.older, .head)
        #expect(throws: LedgerError(.older, .head)) { try session.handOut([request()], at: 1003) }
        #expect(!session.isLocked)
        (door.failure, door.ledger.failure) = (nil, nil)
        #expect(try session.handOut([request()], at: 1004)?.count == 1)
        #expect(door.opened == 2)
    }
}

extension [Result<[HandedOut], LedgerError>]? {
    fileprivate static func == (left: Self, right: Never?) -> Bool {
        if case .none = left { true } else { false }
    }
}
