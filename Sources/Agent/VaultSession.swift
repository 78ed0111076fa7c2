internal import Glibc
internal import Lifecycle
internal import Secrets
internal import Wire

/// The unlocked vault, for as long as it is used.
final class VaultSession {
    /// The vault's place.
    let vault: String
    /// Seconds without a hand-out after which the keys are wiped; 0 for never.
    private(set) var idle: UInt32
    /// Seconds after which they are wiped however they are used; 0 for never.
    private(set) var max: UInt32
    private let door: any VaultDoor
    private let clock: any WallClock
    /// The vault's keys, for the workers.
    private let keyring: SharedSecret
    /// The open vault; `nil` while locked, and where its file was found to be gone or another one.
    private var ledger: (any UnlockedVault)?
    /// What tells others that the keys are here.
    private(set) var claim: KeyClaim?
    /// When it was looked last whether others find that.
    private var claimed: Int64 = 0
    /// When it was unlocked, and when it was used last.
    private var (unlocked, used): (Int64, Int64) = (0, 0)
    /// When the first hand-out was written that is not known to be durable; since the last sync was begun, when that was.
    private var unsynced: Int64?
    private var isWarm = false

    init(
        vault: String, times: LockTimes, door: any VaultDoor, clock: any WallClock, keyring: SharedSecret
    ) {
        (self.vault, self.door, self.clock) = (vault, door, clock)
        (idle, max) = (times.idle ?? 0, times.max ?? 0)
        self.keyring = keyring
    }

    var isLocked: Bool { keyring.count == 0 }
    var now: Instant { clock.now }

    /// What is done with a token whose expiry has passed, as the clock is kept right or not.
    var onExpiry: HandOutUse.Expired { HandOutUse.Expired(by: clock) }

    /// Opens the vault with the keys that a worker found. `claim` is kept for as long as they are, and the times
    /// count from now on.
    func unlock(
        _ keys: borrowing SecretBytes, at moment: Int64, claim: KeyClaim? = nil,
        times: LockTimes = LockTimes()
    ) throws(LedgerError) {
        let opened = try door.open(with: keys)
        lock()
        guard (try? keyring.store(keys)) != nil else { throw LedgerError(.failed, .memory) }
        (ledger, unlocked, used, self.claim) = (opened, moment, moment, claim)
        (idle, max) = (times.idle ?? idle, times.max ?? max)
    }

    /// Wipes the keys; what was handed out is made durable before.
    func lock() {
        keyring.wipe()
        try? ledger?.syncHandOuts()
        release()
        claim = nil
    }

    /// Writes anew, each second at most, what others find this process by, where it was taken away. Where another process holds the keys
    /// by now, this one lets go of them; where nothing can be written, it stays as it is.
    private func keepClaim(at moment: Int64) {
        guard let claim, moment - claimed >= VaultSession.claimEvery else { return }
        claimed = moment
        guard !claim.isInPlace else { return }
        do throws(LedgerError) {
            guard let again = try claim.again(beside: vault) else { return lock() }
            self.claim = again
        } catch {}
    }

    private func release() { (ledger, unsynced, isWarm) = (nil, nil, false) }

    /// Opens token strings; each answer stands at the place of its request.
    func handOut(
        _ asked: [HandOutRequest], at moment: Int64
    ) throws(LedgerError) -> [Result<[HandedOut], LedgerError>]? {
        guard !isLocked else { return nil }
        let given = try use { (ledger) throws(LedgerError) in try ledger.handOut(asked) }
        if given.contains(where: { (try? $0.get()) != nil }) { used = moment }
        isWarm = true
        unsynced = unsynced ?? moment
        return given
    }

    /// Whether somebody may have committed to the vault since this was asked last. It does not count as use.
    func hasChanged() throws(LedgerError) -> Bool {
        try use { (ledger) throws(LedgerError) in try ledger.hasChanged() }
    }

    /// What is handed out under labels now. It does not count as use.
    func standings(of labels: [Label]) throws(LedgerError) -> [LabelStanding] {
        // Pages of the store are kept for it.
        isWarm = true
        return try use { (ledger) throws(LedgerError) in try ledger.standings(of: labels) }
    }

    /// Counts a change that a worker made as use.
    func use(at moment: Int64) { used = moment }

    /// Leaves the log of hand-outs that it writes to others, durable.
    func leaveLog() { ledger?.leaveLog() }

    /// The program that asks a person, which who unlocks has set; `nil` for none.
    func askpass() throws(LedgerError) -> String? {
        guard !isLocked else { return nil }
        let program = try use { (ledger) throws(LedgerError) in try ledger.setting(.askpass) }
        return program.map { String(decoding: $0, as: UTF8.self) }
    }

    /// How many changes an hour are made; throws where that cannot be read.
    func changesAnHour() throws(LedgerError) -> Int {
        try use { (ledger) throws(LedgerError) in try ChangeSettings(of: ledger) }.changesAnHour
    }

    /// Uses the open vault. Where its file is gone, or another one, it is closed, and what lies at its place now is opened with the
    /// same keys.
    private func use<R>(_ body: (any UnlockedVault) throws(LedgerError) -> R) throws(LedgerError) -> R {
        if let ledger {
            do throws(LedgerError) { return try body(ledger) } catch {
                // Its keys were replaced: whoever unlocks it next has the new ones.
                if error.code == .wrongKey { lock() }
                guard error.code == .replaced || error.code == .gone else { throw error }
                release()
            }
        }
        let opened = try reopen()
        ledger = opened
        return try body(opened)
    }

    private func reopen() throws(LedgerError) -> any UnlockedVault {
        guard let keys = try? keyring.load() else { throw LedgerError(.failed, .memory) }
        do throws(LedgerError) { return try door.open(with: keys) } catch {
            switch error.code {
            case .missing: throw LedgerError(.gone, .file).at(vault)
            case .wrongKey where error.part != .epoch: throw LedgerError(.replaced, .file).at(vault)
            default: throw error
            }
        }
    }

    /// Does what time asks for: makes hand-outs durable, forgets what made them quick, locks when its time is over. That it
    /// is not used does not count while it is busy: a worker runs. Returns the milliseconds until it has to be called again.
    func tick(at moment: Int64, isBusy: Bool = false) -> Int64 {
        keepClaim(at: moment)
        if let first = unsynced, moment - first >= VaultSession.syncAfter, let ledger {
            beginSync(ledger, at: moment)
        }
        if let first = unsynced, moment - first >= 2 * VaultSession.syncAfter {
            // The disk does not keep up, or has failed: all wait for it. What still fails is tried again, and the next
            // hand-out says so.
            unsynced = ledger.flatMap { (try? $0.syncHandOuts()) == nil ? moment : nil }
        }
        if isWarm, moment - used >= VaultSession.restAfter {
            ledger?.rest()
            isWarm = false
        }
        let end = isLocked ? nil : endOfUse(isBusy: isBusy)
        if let end, moment >= end { lock() }
        var next: Int64 = 60_000
        if let first = unsynced {
            let due =
                moment - first < VaultSession.syncAfter
                ? first + VaultSession.syncAfter : first + 2 * VaultSession.syncAfter
            next = min(next, due - moment)
        }
        if isWarm { next = min(next, used + VaultSession.restAfter - moment) }
        if !isLocked, let end { next = min(next, end - moment) }
        return Swift.max(next, 1)
    }

    /// When the keys are to be wiped; `nil` for never.
    private func endOfUse(isBusy: Bool) -> Int64? {
        let longest = max > 0 ? unlocked + Int64(max) * 1000 : nil
        let idle = idle > 0 && !isBusy ? used + Int64(idle) * 1000 : nil
        return [longest, idle].compactMap(\.self).min()
    }

    private func beginSync(_ ledger: any HandOutLedger, at moment: Int64) {
        switch ledger.beginSync() {
        case .durable: unsynced = nil
        case .begun: unsynced = moment
        case .behind: break
        }
    }

    /// Whether something in the journal should be finished now: what was stopped, or held up and is due again.
    var hasWork: Bool {
        let now = now
        return
            (try? use { (ledger) throws(LedgerError) in
                for open in try ledger.operations() where try ledger.isDue(open.operation, at: now) {
                    return true
                }
                return false
            }) ?? false
    }

    /// After how many milliseconds hand-outs are written to the disk on the side. One group may be on its way; once the next is
    /// twice as old all wait for the disk: a power cut costs no more than a second of the reading history.
    private static let syncAfter: Int64 = 300
    /// How often it is looked whether others find this process, in milliseconds.
    private static let claimEvery: Int64 = 1000
    /// How long without a hand-out what made them quick is kept, in milliseconds: data keys of tokens that another process
    /// may purge meanwhile.
    private static let restAfter: Int64 = 1000
}
