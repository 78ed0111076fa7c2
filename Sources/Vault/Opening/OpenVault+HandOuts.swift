internal import Lifecycle
internal import Secrets

// Hand-outs.

extension OpenVault {
    func handOut(_ labels: [Label], as use: HandOutUse) throws(LedgerError) -> [HandedOut] {
        // The refusal is in the log by now; strings opened before it are wiped with the result.
        guard let given = try handOut([HandOutRequest(labels, as: use)]).first else {
            throw LedgerError(.failed, .string)
        }
        let strings = try given.get()
        // A process of its own does not live to sync it later.
        try handOuts.log.sync()
        return strings
    }

    func handOut(_ asked: [HandOutRequest]) throws(LedgerError) -> [Result<[HandedOut], LedgerError>] {
        try handOuts.handOut(asked)
    }

    /// Runs `body` while nobody can commit to the vault, where that can be had; `body` itself does not.
    func undisturbed<R>(_ body: () throws(LedgerError) -> R) throws(LedgerError) -> R {
        // The lock is another connection's: `body` looks at the vault through this one.
        guard former == nil, case .rows(let other)? = try? place.stores.open(place.path),
            (try? other.begin(writing: true)) != nil
        else { return try body() }
        defer { other.end() }
        return try body()
    }

    func syncHandOuts() throws(LedgerError) { try handOuts.log.sync() }

    func beginSync() -> SyncProgress { handOuts.log.beginSync() }

    func rest() { handOuts.rest() }

    func hasChanged() throws(LedgerError) -> Bool { try handOuts.hasChanged() }

    func standings(of labels: [Label]) throws(LedgerError) -> [LabelStanding] {
        try read { (transaction) throws(LedgerError) in
            try labels.map { label throws(LedgerError) in try Lookup.standing(of: label, in: transaction) }
        }
    }

    func note(refused entry: AuditEntry) throws(LedgerError) {
        _ = try handOuts.log.append([RepeatedEntry(entry: entry)], isUnlogged: false)
        try handOuts.log.sync()
    }

    func leaveLog() { handOuts.log.leave() }
}
