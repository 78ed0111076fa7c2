internal import Glibc
package import Lifecycle
internal import Platform
package import Secrets

/// The place of a vault: makes it, opens it.
package final class VaultFile: VaultDoor {
    let place: VaultPlace
    private let state: String
    /// What is to be told once the vault was made or opened.
    package internal(set) var notice: VaultNotice?

    /// Takes the path of the vault and the folder outside of it where the newest state seen is kept.
    package convenience init(path: String, state: String) {
        self.init(path: path, state: state, stores: SQLiteStores())
    }

    /// The same with stores of another kind.
    init(path: String, state: String, stores: any StoreMaker) {
        (place, self.state) = (VaultPlace(path: path, stores: stores), state)
    }

    /// Whether there is a file at the vault's place.
    package var isThere: Bool { place.stores.isThere(place.path) }

    /// Whether a folder above the vault's place keeps this user from looking.
    package var isHidden: Bool { place.stores.isHidden(place.path) }

    /// Makes a vault with a slot for what is given, and one for a recovery key.
    package func make(
        _ first: borrowing Unlocking, recovery: borrowing SecretBytes, cost: PassphraseCost, at time: Instant
    ) throws(LedgerError) {
        guard !isThere else { throw LedgerError(.exists, .file).at(place.path) }
        let slots = try opening(.slot) { () throws(SecretsError) in
            [
                try Slot(opening: first, cost: cost),
                try Slot(.recovery, secret: Slot.root(recovery)),
            ]
        }
        let keyring = try opening(.keys) { () throws(SecretsError) in
            try Keyring(vault: Random.bytes(16), [Keyring.Epoch(1, .current, root: try Key())])
        }
        try make(slots, keyring, at: time)
    }

    private func make(_ slots: [Slot], _ keyring: Keyring, at time: Instant) throws(LedgerError) {
        let row = try opening(.slot) { () throws(SecretsError) in try SlotsRow(slots, keyring) }
        var transaction = Transaction(new: MemoryRowStore(MemoryRows()), keyring, first: 1)
        try transaction.write(row)
        transaction.append(AuditEntry(.vaultMade, time: time, label: ""))
        let (writes, change) = try transaction.finish()
        try place.stores.make(place.path, DoorRow.door.writes(Door.row(of: keyring.vault)) + writes)
        let host = HostState(root: state, vault: keyring.vault)
        try host.requireSafe()
        let file = (try? FileStatus(of: place.path))?.identity ?? FileStatus.Identity(device: 0, inode: 0)
        if !host.raise(to: transaction.head.counter, row: change, of: file, keyring.logKeys) {
            notice = .unkept(state)
        }
    }

    // MARK: Opening

    /// The slots, as they can be read without a key.
    package func ways() throws(LedgerError) -> [SlotOutline] {
        try explaining { () throws(LedgerError) in
            switch try place.stores.open(place.path) {
            case .rows(let store):
                return try look(at: store) { (entrance) throws(LedgerError) in
                    if try !host(of: entrance.best.vault).isKnown() { notice = .firstSeen }
                    return entrance.ways.flatMap { $0.slots.whole.compactMap(\.outline) }
                }
            case .format1(let connection, _):
                do throws(LedgerError) {
                    let slots = try Format1.Slots(in: connection, of: try Format1.vaultID(connection))
                    return slots.outlines
                } catch {
                    try VaultFile.requireMigrated(connection, error)
                    return try ways()
                }
            }
        }
    }

    /// Throws `error` where a file is a vault of format 1 still: what failed is to be tried again where another process has migrated it.
    private static func requireMigrated(
        _ connection: Connection, _ error: LedgerError
    ) throws(LedgerError) {
        guard (try? Format1.isThere(connection)) == false else { throw error }
    }

    /// Opens the vault with the first slot that takes what is given.
    package func open(_ unlocking: borrowing Unlocking) throws(LedgerError) -> any UnlockedVault {
        do throws(LedgerError) {
            switch try place.stores.open(place.path) {
            case .rows(let store):
                return try open(store, unlocked(store, unlocking))
            case .format1(let connection, let files):
                do throws(LedgerError) {
                    let vault = try Format1.vaultID(connection)
                    let key = try Format1.Slots(in: connection, of: vault).unlock(
                        of: vault, with: unlocking)
                    return try open(
                        FormerVault(connection, files, host(of: vault)), try former(vault, key))
                } catch {
                    try VaultFile.requireMigrated(connection, error)
                    return try open(unlocking)
                }
            }
        } catch { throw explained(error) }
    }

    /// The keys that what is given opens.
    func unlocked(
        _ store: any RowStore, _ unlocking: borrowing Unlocking, isExamining: Bool = false
    ) throws(LedgerError) -> Keyring {
        try store.begin(writing: false)
        defer { store.end() }
        return try Entrance(store).unlock(store, with: unlocking, isExamining: isExamining)
    }

    func former(_ vault: [UInt8], _ key: consuming Key<Root>) throws(LedgerError) -> Keyring {
        do throws(SecretsError) { return try Keyring(format1: key, of: vault) } catch {
            throw LedgerError(of: error, .keys)
        }
    }

    /// Opens the vault with keys that came from another process.
    package func open(with keyring: borrowing SecretBytes) throws(LedgerError) -> any UnlockedVault {
        let keys = try opening(.keys) { () throws(SecretsError) in try Keyring(passed: keyring) }
        do throws(LedgerError) {
            switch try place.stores.open(place.path) {
            case .rows(let store):
                return try open(
                    store,
                    try look(at: store) { (entrance) throws(LedgerError) in
                        guard entrance.ways.contains(where: { $0.vault == keys.vault }) else {
                            throw LedgerError(.wrongKey, .vault)
                        }
                        return keys
                    })
            case .format1(let connection, let files):
                do throws(LedgerError) {
                    guard try Format1.vaultID(connection) == keys.vault, keys.format1 != nil else {
                        throw LedgerError(.wrongKey, .vault)
                    }
                    return try open(FormerVault(connection, files, host(of: keys.vault)), keys)
                } catch {
                    try VaultFile.requireMigrated(connection, error)
                    return try open(with: keyring)
                }
            }
        } catch { throw explained(error) }
    }

    /// Reads what needs no key: the vault's id, and the slots.
    func look<R>(
        at store: any RowStore, _ body: (Entrance) throws(LedgerError) -> R
    ) throws(LedgerError) -> R {
        try store.begin(writing: false)
        defer { store.end() }
        let entrance = try Entrance(store)
        if !entrance.damaged.isEmpty { notice = .damaged }
        return try body(entrance)
    }

    private func open(_ store: any RowStore, _ keyring: Keyring) throws(LedgerError) -> any UnlockedVault {
        let vault = OpenVault(store, keyring, at: place, host: host(of: keyring.vault))
        try begin(vault)
        return vault
    }

    private func open(_ former: FormerVault, _ keyring: Keyring) throws(LedgerError) -> any UnlockedVault {
        let store = try former.rows(keyring)
        let vault = OpenVault(
            store, keyring, at: place, host: host(of: keyring.vault), former: former)
        try vault.host.requireSafe()
        let seen = try vault.host.load(keyring.logKeys)
        let counter = try vault.read { (transaction) throws(LedgerError) in transaction.head.counter }
        guard vault.former != nil else {
            // Another process has migrated it meanwhile.
            try begin(vault)
            return vault
        }
        let isKept = vault.host.raise(to: counter, row: [], of: store.file, keyring.logKeys)
        if seen == .never { notice = isKept ? .firstSeen : .unkept(state) }
        return vault
    }

    /// Proves the slots and the head, and takes note of what keeps an older copy from being noticed.
    private func begin(_ vault: OpenVault) throws(LedgerError) {
        try vault.host.requireSafe()
        let seen = try vault.seenBefore()
        let (counter, row, isDamaged) = try vault.read { (transaction) throws(LedgerError) in
            let isDamaged = try VaultFile.isDamaged(transaction)
            let counter = transaction.head.counter
            let log = ChangeLog(transaction.store, transaction.keyring, transaction.head)
            return (counter, try log.row(at: counter), isDamaged)
        }
        try requireWhole(vault)
        if isDamaged { notice = .damaged }
        if place.stores.hasRemains(place.path) {
            // A migration was stopped before what it had made was verified.
            try vault.examine()
            place.stores.removeRemains(place.path)
            _ = try? vault.store.consolidate()
        }
        guard let row else { throw LedgerError(.altered, .change) }
        let isKept = vault.host.raise(to: counter, row: row, of: vault.store.file, vault.keys.logKeys)
        if case .mark = seen {
            if !isKept || !vault.host.isWritable { notice = .unkept(vault.host.path) }
        } else {
            notice = isKept ? .firstSeen : .unkept(state)
        }
    }

    /// Throws `older` for a file that was copied without its log. One that others write to at the moment may look so for a moment, before
    /// their log begins or after all of it is in the file: it is looked at again.
    private func requireWhole(_ vault: OpenVault) throws(LedgerError) {
        for _ in 0..<VaultFile.mostLooks {
            guard try vault.store.isApart() else { return }
            let seen = try vault.seenBefore()
            let counter = try vault.read { (transaction) throws(LedgerError) in transaction.head.counter }
            if VaultFile.isOwn(vault.store, at: counter, seen) {
                _ = try? vault.store.consolidate()
                return
            }
            usleep(VaultFile.pause)
        }
        throw LedgerError(.older, .log).at(place.path)
    }

    private static let mostLooks = 50
    /// In microseconds.
    private static let pause: UInt32 = 20_000

    /// Whether it is the very file that this machine saw last, as it was then or later: whoever wrote to it was killed before it began a
    /// log, or after all of that was in the file.
    static func isOwn(_ store: any RowStore, at counter: UInt64, _ seen: HostState.Seen) -> Bool {
        guard case .mark(let mark) = seen else { return false }
        return mark.counter <= counter && mark.file == store.file
    }

    /// Whether what stands twice is not the same in both places; throws `altered` unless the slots are those that were written, or
    /// only damaged.
    private static func isDamaged(_ transaction: borrowing Transaction) throws(LedgerError) -> Bool {
        let (slots, entrance) = try transaction.slots()
        guard slots != nil || entrance.best.slots.areDamaged else { throw LedgerError(.altered, .slot) }
        return !transaction.damagedCopies().isEmpty
    }

    func host(of vault: [UInt8]) -> HostState { HostState(root: state, vault: vault) }

    /// Runs what needs no key yet; a failure that comes of the log alone is told as such.
    private func explaining<R>(_ body: () throws(LedgerError) -> R) throws(LedgerError) -> R {
        do throws(LedgerError) { return try body() } catch { throw explained(error) }
    }

    private func explained(_ error: LedgerError) -> LedgerError {
        place.stores.explained(error, at: place.path, nil)
    }
}
