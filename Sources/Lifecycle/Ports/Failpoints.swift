#if DEBUG
    internal import Secrets

    /// Points before and after every durable step and every request, in test builds only.
    ///
    /// They lie in the ports, so that no step of any operation, present or to come, can be without them.
    package protocol Failpoints: AnyObject {
        /// Passes a point; `false` when nothing may reach either side any more. It need not return at all.
        func pass() -> Bool
    }

    /// Puts points around both sides.
    package enum Failpointed {
        /// A ledger with a point before and after everything that it makes durable.
        package static func ledger(_ inner: any Ledger, _ points: any Failpoints) -> any Ledger {
            FailpointLedger(inner, points)
        }

        /// A provider with a point before and after each request, and after each reply.
        package static func provider(_ inner: any ProviderRouter, _ points: any Failpoints)
            -> any ProviderRouter
        {
            FailpointProvider(inner, points)
        }

        /// The door of a vault whose ledger has points.
        package static func door(_ inner: any VaultDoor, _ points: any Failpoints) -> any VaultDoor {
            FailpointDoor(inner, points)
        }
    }

    final class FailpointLedger: Ledger {
        private let inner: any Ledger
        private let points: any Failpoints

        init(_ inner: any Ledger, _ points: any Failpoints) {
            (self.inner, self.points) = (inner, points)
        }

        private func pass() throws(LedgerError) {
            guard points.pass() else { throw LedgerError(.failed) }
        }

        func records() throws(LedgerError) -> [Record] { try inner.records() }
        func record(_ id: RecordID) throws(LedgerError) -> Record? { try inner.record(id) }
        func record(named label: Label) throws(LedgerError) -> Record? {
            try inner.record(named: label)
        }
        func accounts() throws(LedgerError) -> [Account] { try inner.accounts() }
        func journal() throws(LedgerError) -> [JournalRow] { try inner.journal() }
        func journalEntry(_ id: OperationID) throws(LedgerError) -> JournalEntry? {
            try inner.journalEntry(id)
        }
        func claim(_ operation: OperationID) throws(LedgerError) -> Bool { try inner.claim(operation) }
        func release(_ operation: OperationID) { inner.release(operation) }
        func credential(of id: RecordID) throws(LedgerError) -> Credential { try inner.credential(of: id) }
        var receiptKey: [UInt8] { inner.receiptKey }
        func setting(_ name: SettingName) throws(LedgerError) -> [UInt8]? { try inner.setting(name) }
        func audit() throws(LedgerError) -> [AuditEntry] { try inner.audit() }
        func examine() throws(LedgerError) { try inner.examine() }

        func commit(
            _ operation: OperationID, journal entry: JournalEntry?, changes: [Change],
            string: borrowing SecretBytes?
        ) throws(LedgerError) {
            try pass()
            try inner.commit(operation, journal: entry, changes: changes, string: string)
            try pass()
        }

        func seal(_ account: Account, string: borrowing SecretBytes) throws(LedgerError) {
            try pass()
            try inner.seal(account, string: string)
            try pass()
        }

        func wipe(_ account: Account, at time: Instant) throws(LedgerError) {
            try pass()
            try inner.wipe(account, at: time)
            try pass()
        }

        func handOut(_ labels: [Label], as use: HandOutUse) throws(LedgerError) -> [HandedOut] {
            try pass()
            let handed = try inner.handOut(labels, as: use)
            try pass()
            return handed
        }

        func handOut(_ asked: [HandOutRequest]) throws(LedgerError) -> [Result<[HandedOut], LedgerError>] {
            try pass()
            let handed = try inner.handOut(asked)
            try pass()
            return handed
        }

        func keyring() throws(LedgerError) -> SecretBytes { try inner.keyring() }

        func rest() { inner.rest() }

        func pause() { inner.pause() }

        func beginSync() -> SyncProgress { inner.beginSync() }

        func syncHandOuts() throws(LedgerError) {
            try pass()
            try inner.syncHandOuts()
            try pass()
        }

        func scrub() throws(LedgerError) {
            try pass()
            try inner.scrub()
            try pass()
        }
    }

    final class FailpointProvider: ProviderRouter {
        private let inner: any ProviderRouter
        private let points: any Failpoints

        init(_ inner: any ProviderRouter, _ points: any Failpoints) {
            (self.inner, self.points) = (inner, points)
        }

        func submit(
            _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes,
            tag: UInt64
        ) throws(ProviderFailure) {
            guard points.pass() else { throw ProviderFailure(.helper) }
            try inner.submit(request, to: address, as: string, tag: tag)
            guard points.pass() else { throw ProviderFailure(.interrupted) }
        }

        func rules(at address: ProviderAddress) -> ProviderRules { inner.rules(at: address) }

        func next() throws(ProviderFailure) -> ProviderReply {
            let reply = try inner.next()
            guard points.pass() else { throw ProviderFailure(.helper) }
            return reply
        }
    }

    final class FailpointDoor: VaultDoor {
        private let inner: any VaultDoor
        private let points: any Failpoints

        init(_ inner: any VaultDoor, _ points: any Failpoints) {
            (self.inner, self.points) = (inner, points)
        }

        var isThere: Bool { inner.isThere }
        var isHidden: Bool { inner.isHidden }
        var notice: VaultNotice? { inner.notice }
        func takesPassphrase() throws(LedgerError) -> Bool { try inner.takesPassphrase() }
        func open(_ unlocking: borrowing Unlocking) throws(LedgerError) -> any Ledger {
            FailpointLedger(try inner.open(unlocking), points)
        }
        func open(with keyring: borrowing SecretBytes) throws(LedgerError) -> any Ledger {
            FailpointLedger(try inner.open(with: keyring), points)
        }
        func make(
            _ first: borrowing Unlocking, cost: PassphraseCost, at time: Instant
        ) throws(LedgerError) -> SecretBytes {
            try inner.make(first, cost: cost, at: time)
        }
        func inspect() -> Examination { inner.inspect() }
        func examine(_ unlocking: borrowing Unlocking) throws(LedgerError) -> Examination {
            try inner.examine(unlocking)
        }
        func acceptOlder(_ unlocking: borrowing Unlocking, noting entry: AuditEntry) throws(LedgerError) {
            try inner.acceptOlder(unlocking, noting: entry)
        }
    }
#endif
