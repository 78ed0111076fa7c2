internal import Lifecycle
internal import Secrets

/// Hand-outs: the vault is looked at and not written to, this machine's reading log is told, and only then a string leaves.
///
/// What was found and verified serves the next ones for as long as nobody has committed to the vault.
final class HandOuts {
    private unowned let vault: OpenVault
    /// What is known of the vault at a mark of its store.
    private var known: Known?
    private(set) lazy var log = HostLog(vault)
    /// The mark at which it was asked last whether somebody had committed.
    private var watched: StoreMark?

    private struct Known {
        let mark: StoreMark
        var lookups: [Label: Lookup] = [:]
        /// The time of the change log's newest entry.
        let newest: Instant?
        /// Whether the vault was restored, and not compared with every provider since.
        let isRestored: Bool
    }

    init(_ vault: OpenVault) { self.vault = vault }

    /// Opens what is asked for; each answer stands at the place of its request.
    ///
    /// Throws when nothing could be written to the log: then nobody is given anything.
    func handOut(_ asked: [HandOutRequest]) throws(LedgerError) -> [Result<[HandedOut], LedgerError>] {
        for count in 0..<HandOuts.mostTries {
            let found =
                count < HandOuts.mostDisturbed
                ? try attempt(asked)
                : try vault.undisturbed { () throws(LedgerError) in try attempt(asked) }
            guard let given = found else { continue }
            if let now = asked.first?.use.time { log.retire(at: now) }
            return given
        }
        throw LedgerError(.busy, .database)
    }

    private static let mostTries = 64
    /// So many tries may be in vain before others are kept from committing: somebody who gives the vault new keys does so all the time.
    private static let mostDisturbed = 4

    /// `nil` where somebody has committed to the vault meanwhile: what was decided may not hold any more.
    private func attempt(_ asked: [HandOutRequest]) throws(LedgerError) -> [Result<[HandedOut], LedgerError>]?
    {
        guard let mark = try vault.mark() else { return try unmarked(asked) }
        if known?.mark != mark {
            known = nil
            guard let fresh = try look(mark) else { return nil }
            known = fresh
        }
        if known?.isRestored ?? false { return HandOuts.refused(asked) }
        var decision = Decision(newest: max(known?.newest, log.newest))
        let given: [Result<[HandedOut], LedgerError>]
        do throws(LedgerError) {
            given = try HandOuts.open(asked, &decision) { (label, generation) throws(LedgerError) in
                try lookup(label, generation, at: mark)
            }
        } catch {
            guard error.code == .outdated else { throw error }
            return nil
        }
        let isLogged = try log.append(
            decision.entries, isUnlogged: asked.allSatisfy(\.use.isUnlogged))
        guard try vault.isStill(mark) else { return nil }
        return HandOuts.noting(isLogged, in: given)
    }

    /// The same for a store that has no mark: a second look tells whether anything was committed.
    private func unmarked(_ asked: [HandOutRequest]) throws(LedgerError) -> [Result<
        [HandedOut], LedgerError
    >]? {
        let before: ([Result<[HandedOut], LedgerError>], [UInt8], [RepeatedEntry]) = try vault.read {
            (transaction) throws(LedgerError) in
            var decision = Decision(newest: max(try HandOuts.newest(in: transaction), log.newest))
            guard transaction.head.restored == nil else {
                return (HandOuts.refused(asked), transaction.sealedHead, [])
            }
            let given = try HandOuts.open(asked, &decision) { (label, generation) throws(LedgerError) in
                try Lookup.find(label, generation: generation, in: transaction)
            }
            return (given, transaction.sealedHead, decision.entries)
        }
        let isLogged = try log.append(before.2, isUnlogged: asked.allSatisfy(\.use.isUnlogged))
        let after = try vault.read { (transaction) throws(LedgerError) in transaction.sealedHead }
        return after == before.1 ? HandOuts.noting(isLogged, in: before.0) : nil
    }

    /// What everybody gets from a vault that was restored: any of its tokens may have been revoked since.
    private static func refused(_ asked: [HandOutRequest]) -> [Result<[HandedOut], LedgerError>] {
        asked.map { _ in .failure(LedgerError(.refused, .restored)) }
    }

    private static func noting(
        _ isLogged: Bool, in given: [Result<[HandedOut], LedgerError>]
    ) -> [Result<[HandedOut], LedgerError>] {
        guard !isLogged else { return given }
        for case .success(let handed) in given {
            for token in handed { token.isLogged = false }
        }
        return given
    }

    /// Opens what is asked for, one request after the other; after one that waits for an answer, its queue waits too.
    private static func open(
        _ asked: [HandOutRequest], _ decision: inout Decision,
        _ find: (Label, UInt32?) throws(LedgerError) -> Lookup
    ) throws(LedgerError) -> [Result<[HandedOut], LedgerError>] {
        var given: [Result<[HandedOut], LedgerError>] = []
        given.reserveCapacity(asked.count)
        // What keeps a queue waiting: answers keep the order of their requests.
        var waiting: [Int32: LedgerError] = [:]
        for request in asked {
            if !waiting.isEmpty, let error = waiting[request.queue] {
                given.append(.failure(error))
                continue
            }
            let result = try decision.decide(request, find)
            if case .failure(let error) = result, error.isQuestion { waiting[request.queue] = error }
            given.append(result)
        }
        return given
    }

    private func look(_ mark: StoreMark) throws(LedgerError) -> Known? {
        try vault.read { (transaction) throws(LedgerError) in
            guard try vault.isStill(mark) else { return nil }
            return Known(
                mark: mark, newest: try HandOuts.newest(in: transaction),
                isRestored: transaction.head.restored != nil)
        }
    }

    private static func newest(in transaction: borrowing Transaction) throws(LedgerError) -> Instant? {
        try ChangeLog(transaction.store, transaction.keyring, transaction.head).newestFirst().entry()?.time
    }

    /// What a label led to; looked up where it is not known, on rows that have the same mark.
    private func lookup(_ label: Label, _ generation: UInt32?, at mark: StoreMark) throws(LedgerError)
        -> Lookup
    {
        if let found = known?.lookups[label], generation == nil || generation == found.record.generation {
            return found
        }
        let found: Lookup = try vault.read { (transaction) throws(LedgerError) in
            guard try vault.isStill(mark) else { throw LedgerError(.outdated, .head) }
            return try Lookup.find(label, generation: generation, in: transaction)
        }
        if known?.lookups.count ?? 0 >= Lookup.most { known?.lookups = [:] }
        if generation == nil { known?.lookups[label] = found }
        return found
    }

    /// Whether the store has another mark than when this was asked last, or none at all.
    func hasChanged() throws(LedgerError) -> Bool {
        guard let mark = try vault.mark() else { return true }
        defer { watched = mark }
        return watched != mark
    }

    /// Forgets what makes hand-outs quick: data keys of tokens that another process may purge, and pages of the store.
    func rest() {
        known = nil
        vault.store.forget()
    }
}

/// The later of two moments, of which either may be missing.
private func max(_ left: Instant?, _ right: Instant?) -> Instant? {
    guard let left, let right else { return left ?? right }
    return Swift.max(left, right)
}
