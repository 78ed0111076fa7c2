import Lifecycle
import Secrets

/// Counts the points before and after every durable step and every request, and stops the process at one of them:
/// from there on nothing reaches the vault or the provider any more, as if it had been killed.
final class Tripwire {
    var points = 0
    let last: Int
    init(at last: Int) { self.last = last }
    var isDead: Bool { points > last }

    /// Passes a point; `false` when the process is dead by now.
    func pass() -> Bool {
        points += 1
        return !isDead
    }
}

final class MortalLedger: Ledger {
    let inner: any Ledger
    let wire: Tripwire
    init(_ inner: any Ledger, _ wire: Tripwire) { (self.inner, self.wire) = (inner, wire) }

    private func durable<R>(_ body: () throws(LedgerError) -> R) throws(LedgerError) -> R {
        guard wire.pass() else { throw LedgerError(.failed) }
        let result = try body()
        guard wire.pass() else { throw LedgerError(.failed) }
        return result
    }

    func records() throws(LedgerError) -> [Record] { try inner.records() }
    func record(_ id: RecordID) throws(LedgerError) -> Record? { try inner.record(id) }
    func record(named label: Label) throws(LedgerError) -> Record? { try inner.record(named: label) }
    func accounts() throws(LedgerError) -> [Account] { try inner.accounts() }
    func operations() throws(LedgerError) -> [OpenOperation] { try inner.operations() }
    func operation(_ id: OperationID) throws(LedgerError) -> Operation? { try inner.operation(id) }
    func claim(_ operation: OperationID) throws(LedgerError) -> Bool { try inner.claim(operation) }
    func release(_ operation: OperationID) { inner.release(operation) }
    func commit(
        _ operation: OperationID, journal entry: Operation?, changes: [Change], string: borrowing SecretBytes?
    ) throws(LedgerError) {
        guard wire.pass() else { throw LedgerError(.failed) }
        try inner.commit(operation, journal: entry, changes: changes, string: string)
        guard wire.pass() else { throw LedgerError(.failed) }
    }
    func seal(_ account: Account, string: borrowing SecretBytes) throws(LedgerError) {
        try inner.seal(account, string: string)
    }
    func wipe(_ account: Account, at time: Instant) throws(LedgerError) { try inner.wipe(account, at: time) }
    func string(of id: RecordID) throws(LedgerError) -> SecretBytes { try inner.string(of: id) }
    func handOut(_ labels: [Label], as use: HandOutUse) throws(LedgerError) -> [HandedOut] {
        try inner.handOut(labels, as: use)
    }
    func scrub() throws(LedgerError) { try durable { () throws(LedgerError) in try inner.scrub() } }
    var receiptKey: [UInt8] { inner.receiptKey }
    func audit() throws(LedgerError) -> [AuditEntry] { try inner.audit() }
    func examine() throws(LedgerError) { try inner.examine() }
}

final class MortalProvider: TokenProvider {
    let inner: any TokenProvider
    let wire: Tripwire
    init(_ inner: any TokenProvider, _ wire: Tripwire) { (self.inner, self.wire) = (inner, wire) }

    func submit(_ request: ProviderRequest, as credential: borrowing SecretBytes, tag: UInt64)
        throws(ProviderFailure)
    {
        guard wire.pass() else { throw ProviderFailure(.helper) }
        try inner.submit(request, as: credential, tag: tag)
    }
    func next() throws(ProviderFailure) -> ProviderReply {
        let reply = try inner.next()
        guard wire.pass() else { throw ProviderFailure(.helper) }
        return reply
    }
}
