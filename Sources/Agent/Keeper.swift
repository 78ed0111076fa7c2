internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Secrets

/// The unlocked vault, for as long as it is used.
final class Keeper {
    /// The vault's place.
    let vault: String
    /// Seconds without use after which the keys are wiped; 0 for never.
    let idle: UInt32
    private let door: any VaultDoor
    private let clock: any WallClock
    /// The vault's keys, for the workers.
    private let keyring: SharedSecret
    private var ledger: (any Ledger)?
    private var used: Int64 = 0
    /// When the first hand-out was written that is not on its way to the disk.
    private var unsynced: Int64?
    private var transactions = 0
    private var isWarm = false

    init(vault: String, idle: UInt32, door: any VaultDoor, clock: any WallClock, keyring: SharedSecret) {
        (self.vault, self.idle, self.door, self.clock) = (vault, idle, door, clock)
        self.keyring = keyring
    }

    var isLocked: Bool { ledger == nil }
    var now: Instant { clock.now }

    func unlock(_ unlocking: consuming Unlocking, at moment: Int64) throws(LedgerError) {
        let opened = try door.open(unlocking)
        let keys = try opened.keyring()
        lock()
        guard (try? keyring.store(keys)) != nil else { throw LedgerError(.failed, "memory") }
        (ledger, used) = (opened, moment)
    }

    /// Wipes the keys; what was handed out is made durable before.
    func lock() {
        keyring.wipe()
        try? ledger?.syncHandOuts()
        (ledger, unsynced, isWarm) = (nil, nil, false)
    }

    /// Opens token strings; each answer stands at the place of its request.
    func handOut(
        _ asked: [HandOutRequest], at moment: Int64
    ) throws(LedgerError) -> [Result<[HandedOut], LedgerError>]? {
        guard let ledger else { return nil }
        used = moment
        isWarm = true
        let given = try ledger.handOut(asked)
        unsynced = unsynced ?? moment
        transactions += 1
        if transactions >= Keeper.syncAfterTransactions { beginSync(ledger) }
        return given
    }

    /// The program that asks a person, which who unlocks has set; `nil` for none.
    func askpass() throws(LedgerError) -> String? {
        try ledger?.setting(.askpass).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The label of the one token whose string begins so; `nil` while locked. No use. Throws `absent` for none, or several.
    func label(ofPrefix prefix: String) throws(LedgerError) -> Label? {
        try ledger?.label(ofPrefix: prefix)
    }

    /// Does what time asks for: makes hand-outs durable, forgets what made them quick, locks after idle time. Returns the
    /// milliseconds until it has to be called again.
    func tick(at moment: Int64) -> Int64 {
        if let first = unsynced, moment - first >= Keeper.syncAfter, let ledger { beginSync(ledger) }
        if let first = unsynced, moment - first >= 2 * Keeper.syncAfter {
            // The disk does not keep up: all wait for it. One that is full stays so for a while: the next hand-out will say so.
            try? ledger?.syncHandOuts()
            unsynced = nil
        }
        if isWarm, moment - used >= Keeper.restAfter {
            ledger?.rest()
            isWarm = false
        }
        if !isLocked, idle > 0, moment - used >= Int64(idle) * 1000 { lock() }
        var next: Int64 = 60_000
        if let first = unsynced {
            let due =
                moment - first < Keeper.syncAfter ? first + Keeper.syncAfter : first + 2 * Keeper.syncAfter
            next = min(next, due - moment)
        }
        if isWarm { next = min(next, used + Keeper.restAfter - moment) }
        if !isLocked, idle > 0 { next = min(next, used + Int64(idle) * 1000 - moment) }
        return max(next, 1)
    }

    /// Nobody asks for anything at the moment.
    func pause() { if isWarm { ledger?.pause() } }

    private func beginSync(_ ledger: any Ledger) {
        if ledger.beginSync() { (unsynced, transactions) = (nil, 0) }
    }

    /// Whether something in the journal should be finished now: what was stopped, or held up and is due again.
    var hasWork: Bool {
        guard let open = try? ledger?.operations() else { return false }
        return open.contains {
            !$0.operation.isWatching && ($0.operation.subject.setback?.isDue(at: now) ?? true)
        }
    }

    /// After how many milliseconds hand-outs are written to the disk on the side. One group may be on its way; once the next is
    /// twice as old all wait for the disk: a power cut costs no more than a second of the reading history.
    private static let syncAfter: Int64 = 300
    /// After how many transactions they are, so that SQLite finds little to write when it empties the log.
    private static let syncAfterTransactions = 500
    /// How long without a hand-out what made them quick is kept, in milliseconds: data keys of tokens that another process
    /// may purge meanwhile.
    private static let restAfter: Int64 = 1000
}
