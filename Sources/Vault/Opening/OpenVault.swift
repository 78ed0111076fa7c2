internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// The unlocked vault: the ledger over the rows of a store.
final class OpenVault: UnlockedVault {
    private(set) var store: any RowStore
    private(set) var keys: Keyring
    let place: VaultPlace
    /// The slot that has opened it, where one has.
    let opener: SlotID?
    /// What this machine has seen of the vault.
    let host: HostState
    /// A vault of format 1, which the first change makes one of this format; `nil` for any other.
    private(set) var former: FormerVault?
    private var lock: Claims?
    /// Operations that are under way in this process.
    private var held: Set<OperationID> = []
    /// Whether a change is in the store's log and not in its file.
    private var isSplit = false
    private(set) lazy var handOuts = HandOuts(self)
    /// How many steps this process has sealed under new keys.
    var resealed = 0

    init(
        _ store: any RowStore, _ keys: Keyring, at place: VaultPlace, host: HostState,
        former: FormerVault? = nil
    ) {
        (self.store, self.keys, self.place, self.host) = (store, keys, place, host)
        opener = keys.openedBy
        self.former = former
    }

    // MARK: Brackets

    /// One look at the vault, on the newest state of its rows.
    func read<R: ~Copyable>(
        _ body: (borrowing Transaction) throws(LedgerError) -> R
    ) throws(LedgerError) -> R {
        try onNewest { () throws(LedgerError) in try look(body) }
    }

    /// The store's mark of its state; `nil` for a store that has none.
    func mark() throws(LedgerError) -> StoreMark? {
        try onNewest { () throws(LedgerError) in try store.mark() }
    }

    /// Whether the state is still the one of that mark.
    func isStill(_ mark: StoreMark) throws(LedgerError) -> Bool {
        do throws(LedgerError) { return try store.isStill(mark) } catch {
            guard former != nil, error.code == .replaced else { throw error }
            return false
        }
    }

    /// Runs `body`, again where another process has given the vault new keys, has written to a vault of format 1 meanwhile, or migrated it:
    /// what is in memory is of before then.
    private func onNewest<R: ~Copyable>(_ body: () throws(LedgerError) -> R) throws(LedgerError) -> R {
        for _ in 0..<OpenVault.mostTries {
            do throws(LedgerError) { return try body() } catch {
                if try takesNewKeys(after: error) { continue }
                guard former != nil, error.code == .replaced else { throw error }
                try readAnew()
            }
        }
        throw LedgerError(.busy, .database)
    }

    private func look<R: ~Copyable>(
        _ body: (borrowing Transaction) throws(LedgerError) -> R
    ) throws(LedgerError) -> R {
        // Asked before the look begins: a change in between may only make what is seen newer.
        let seen = try seen()
        try store.begin(writing: false)
        defer { store.end() }
        do throws(LedgerError) {
            let transaction = try Transaction(store, keys)
            try OpenVault.require(seen, transaction, keys)
            return try body(transaction)
        } catch { throw explained(error) }
    }

    /// One change of the vault: all of it is durable when this returns. `body` runs again where another process was first.
    func write<R>(_ body: (inout Transaction) throws(LedgerError) -> R) throws(LedgerError) -> R {
        try write(with: ()) { (transaction, _) throws(LedgerError) in try body(&transaction) }
    }

    /// The same with a string that is lent to `body`.
    func write<R, S: ~Copyable>(
        with string: borrowing S, _ body: (inout Transaction, borrowing S) throws(LedgerError) -> R
    ) throws(LedgerError) -> R {
        try migrate()
        for _ in 0..<OpenVault.mostTries {
            do throws(LedgerError) {
                if let result = try attempt(string, body) { return result.value }
            } catch { guard try takesNewKeys(after: error) else { throw error } }
        }
        throw LedgerError(.busy, .database)
    }

    private static let mostTries = 64

    private struct Result<R> {
        let value: R
    }

    private func attempt<R, S: ~Copyable>(
        _ string: borrowing S, _ body: (inout Transaction, borrowing S) throws(LedgerError) -> R
    ) throws(LedgerError) -> Result<R>? {
        let seen = try seen()
        try store.begin(writing: true)
        defer { store.end() }
        do throws(LedgerError) {
            var transaction = try Transaction(store, keys)
            try OpenVault.require(seen, transaction, keys)
            let result = try body(&transaction, string)
            guard transaction.isChanged else { return Result(value: result) }
            let (writes, change) = try transaction.finish(anchors: handOuts.log.anchors)
            switch try store.commit(writes, expecting: transaction.sealedHead) {
            case .conflict: return nil
            case .committed: break
            case .unknown(let error): try settle(error, writes, before: transaction.sealedHead)
            }
            keys = transaction.keyring
            host.raise(to: transaction.head.counter, row: change, of: store.file, keys.logKeys)
            return Result(value: result)
        } catch { throw explained(error) }
    }

    /// Whether a commit of which that is not known was made: the head's bytes tell. Throws `error` where it was not.
    private func settle(
        _ error: LedgerError, _ writes: [RowWrite], before: [UInt8]
    ) throws(LedgerError) {
        store.end()
        let mine = writes.last { $0.key == .head }?.value
        for _ in 0..<3 {
            guard (try? store.begin(writing: false)) != nil else { continue }
            defer { store.end() }
            guard let now = try? store.get(.head) else { continue }
            if now == mine { return }
            if now == before { throw error }
            // Somebody else may have gone on from there: then the change log has this one.
            if let change = writes.last(where: { $0.key.table == .changes }), let value = change.value,
                (try? store.get(change.key)) == value
            {
                return
            }
            break
        }
        throw LedgerError(.unknown, error.part)
    }

    /// Throws `older` for a vault that is behind what this machine has seen, `forked` for one that went another way from there.
    static func require(
        _ seen: HostState.Seen, _ transaction: borrowing Transaction, _ keys: Keyring
    ) throws(LedgerError) {
        let counter = transaction.head.counter
        switch seen {
        case .never: return
        case .counter(let least): guard counter >= least else { throw LedgerError(.older, .head) }
        case .mark(let mark):
            guard counter >= mark.counter else { throw LedgerError(.older, .head) }
            let log = ChangeLog(transaction.store, keys, transaction.head)
            // Before the first row of the log nothing can be told: a vault of format 1 kept none.
            guard let row = try log.row(at: mark.counter) else { return }
            guard mark.isRow(row, keys.logKeys) else {
                // A row that does not open is no other state of the vault: it was altered.
                _ = try keys.openChange(row, mark.counter)
                throw LedgerError(.forked, .change)
            }
        }
    }

    private func explained(_ error: LedgerError) -> LedgerError {
        if error.code == .altered, hasNewerKeys { return LedgerError(.wrongKey, .epoch) }
        store.end()
        return former == nil ? place.stores.explained(error, at: place.path, keys) : error
    }

    /// What this machine has seen of the vault. A mark under later keys than these is no older vault where the vault has such keys, too.
    private func seen() throws(LedgerError) -> HostState.Seen {
        do throws(LedgerError) { return try host.load(keys.logKeys) } catch {
            guard error.code == .older, (try? store.begin(writing: false)) != nil else { throw error }
            defer { store.end() }
            throw hasNewerKeys ? LedgerError(.wrongKey, .epoch) : error
        }
    }

    /// The same outside of a look at the vault.
    func seenBefore() throws(LedgerError) -> HostState.Seen {
        try onNewest { () throws(LedgerError) in try seen() }
    }

    /// Whether the vault was given new keys since this one was opened: the slots say so.
    private var hasNewerKeys: Bool {
        guard let slots = try? store.copy(.slots, of: .first),
            let epoch = try? Blob.epoch(of: slots, .slot)
        else { return false }
        return epoch > keys.current.epoch
    }

    /// Whether a failure came of old keys, and new ones could be had by the slot that opened the vault.
    private func takesNewKeys(after error: LedgerError) throws(LedgerError) -> Bool {
        guard error.code == .wrongKey, error.part == .epoch else { return false }
        try store.begin(writing: false)
        defer { store.end() }
        guard let fresh = try Entrance(store).keyring(store, after: keys) else { return false }
        guard fresh.current.epoch > keys.current.epoch else { return false }
        keys = fresh
        return true
    }

    // MARK: Operations under way

    func claim(_ operation: OperationID) throws(LedgerError) -> Bool {
        // Before anything is claimed: nobody migrates a vault beside an operation.
        try migrate()
        if lock == nil { lock = try Claims(beside: place.real) }
        guard try lock?.claim(operation) == true else { return false }
        held.insert(operation)
        return true
    }

    func release(_ operation: OperationID) {
        lock?.release(operation)
        held.remove(operation)
        consolidate()
    }

    /// A change was made that a copy of the file has to have.
    func noteChange() {
        isSplit = true
        consolidate()
    }

    /// Has the store write its log into the file once no operation is under way: one time for many of them.
    ///
    /// Whoever reads is waited for, two seconds at most: the change itself is durable, and the next one writes all of the log.
    private func consolidate() {
        guard isSplit, held.isEmpty else { return }
        for _ in 0..<OpenVault.mostPauses where isSplit {
            // A disk that refuses is not waited for.
            guard let isWhole = try? store.consolidate() else { return }
            isSplit = !isWhole
            if isSplit { usleep(OpenVault.pause) }
        }
    }

    private static let mostPauses = 100
    /// In microseconds.
    private static let pause: UInt32 = 20_000

    // MARK: Keys and formats

    /// Makes a vault of format 1 one of this format, in place; nothing for any other.
    func migrate() throws(LedgerError) {
        guard let former else { return }
        store = try former.migrate(keys)
        self.former = nil
    }

    /// Opens a vault of format 1 once more: by now it may be one of this format.
    private func readAnew() throws(LedgerError) {
        switch try place.stores.open(place.path) {
        case .rows(let fresh): (store, former) = (fresh, nil)
        case .format1(let connection, let files):
            let again = FormerVault(connection, files, host)
            do throws(LedgerError) { (store, former) = (try again.rows(keys), again) } catch {
                guard (try? Format1.isThere(connection)) == false else { throw error }
                try readAnew()
            }
        }
    }

    deinit {
        if isSplit { _ = try? store.consolidate() }
    }
}
