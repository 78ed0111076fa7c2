#if DEBUG
    public import Secrets

    /// Points before and after every durable step and every request, in test builds only.
    ///
    /// They lie in the ports, so that no step of any operation, present or to come, can be without them.
    public protocol Failpoints: AnyObject {
        /// Passes a point; `false` when nothing may reach either side any more. It need not return at all.
        func pass() -> Bool
    }

    /// A ledger with a point before and after everything that it makes durable.
    public final class FailpointLedger: Ledger {
        private let inner: any Ledger
        private let points: any Failpoints

        /// Puts points around a ledger.
        public init(_ inner: any Ledger, _ points: any Failpoints) {
            (self.inner, self.points) = (inner, points)
        }

        private func pass() throws(LedgerError) {
            guard points.pass() else { throw LedgerError(.failed) }
        }

        public func records() throws(LedgerError) -> [Record] { try inner.records() }
        public func record(_ id: RecordID) throws(LedgerError) -> Record? { try inner.record(id) }
        public func record(named label: Label) throws(LedgerError) -> Record? {
            try inner.record(named: label)
        }
        public func accounts() throws(LedgerError) -> [Account] { try inner.accounts() }
        public func operations() throws(LedgerError) -> [OpenOperation] { try inner.operations() }
        public func operation(_ id: OperationID) throws(LedgerError) -> Operation? { try inner.operation(id) }
        public func claim(_ operation: OperationID) throws(LedgerError) -> Bool { try inner.claim(operation) }
        public func release(_ operation: OperationID) { inner.release(operation) }
        public func string(of id: RecordID) throws(LedgerError) -> SecretBytes { try inner.string(of: id) }
        public var receiptKey: [UInt8] { inner.receiptKey }
        public func audit() throws(LedgerError) -> [AuditEntry] { try inner.audit() }
        public func examine() throws(LedgerError) { try inner.examine() }

        public func commit(
            _ operation: OperationID, journal entry: Operation?, changes: [Change],
            string: borrowing SecretBytes?
        ) throws(LedgerError) {
            try pass()
            try inner.commit(operation, journal: entry, changes: changes, string: string)
            try pass()
        }

        public func seal(_ account: Account, string: borrowing SecretBytes) throws(LedgerError) {
            try pass()
            try inner.seal(account, string: string)
            try pass()
        }

        public func wipe(_ account: Account, at time: Instant) throws(LedgerError) {
            try pass()
            try inner.wipe(account, at: time)
            try pass()
        }

        public func handOut(_ labels: [Label], as use: HandOutUse) throws(LedgerError) -> [HandedOut] {
            try pass()
            let handed = try inner.handOut(labels, as: use)
            try pass()
            return handed
        }

        public func scrub() throws(LedgerError) {
            try pass()
            try inner.scrub()
            try pass()
        }
    }

    /// A provider with a point before each request and after each reply.
    public final class FailpointProvider: TokenProvider {
        private let inner: any TokenProvider
        private let points: any Failpoints

        /// Puts points around a provider.
        public init(_ inner: any TokenProvider, _ points: any Failpoints) {
            (self.inner, self.points) = (inner, points)
        }

        public func submit(_ request: ProviderRequest, as credential: borrowing SecretBytes, tag: UInt64)
            throws(ProviderFailure)
        {
            guard points.pass() else { throw ProviderFailure(.helper) }
            try inner.submit(request, as: credential, tag: tag)
            guard points.pass() else { throw ProviderFailure(.interrupted) }
        }

        public func next() throws(ProviderFailure) -> ProviderReply {
            let reply = try inner.next()
            guard points.pass() else { throw ProviderFailure(.helper) }
            return reply
        }
    }

    /// The door of a vault whose ledger has points.
    public final class FailpointDoor: VaultDoor {
        private let inner: any VaultDoor
        private let points: any Failpoints

        /// Puts points behind a door.
        public init(_ inner: any VaultDoor, _ points: any Failpoints) {
            (self.inner, self.points) = (inner, points)
        }

        public var isThere: Bool { inner.isThere }
        public func takesPassphrase() throws(LedgerError) -> Bool { try inner.takesPassphrase() }
        public func open(_ unlocking: borrowing Unlocking) throws(LedgerError) -> any Ledger {
            FailpointLedger(try inner.open(unlocking), points)
        }
        public func make(
            _ first: borrowing Unlocking, cost: PassphraseCost, at time: Instant
        ) throws(LedgerError) -> SecretBytes {
            try inner.make(first, cost: cost, at: time)
        }
    }
#endif
