#if DEBUG
    internal import Secrets

    /// Puts points around both sides.
    package enum Failpointed {
        /// A ledger with a point before and after everything that it makes durable.
        package static func ledger(
            _ inner: any UnlockedVault, _ points: any Failpoints
        ) -> any UnlockedVault {
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
        func rest() { inner.rest() }

        func networkWarning(at address: ProviderAddress) -> String? { inner.networkWarning(at: address) }

        func tellPauses(_ hear: @escaping (Int64) -> Void) { inner.tellPauses(hear) }

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
        func ways() throws(LedgerError) -> [SlotOutline] { try inner.ways() }
        func open(_ unlocking: borrowing Unlocking) throws(LedgerError) -> any UnlockedVault {
            FailpointLedger(try inner.open(unlocking), points)
        }
        func open(with keyring: borrowing SecretBytes) throws(LedgerError) -> any UnlockedVault {
            FailpointLedger(try inner.open(with: keyring), points)
        }
        func make(
            _ first: borrowing Unlocking, recovery: borrowing SecretBytes, cost: PassphraseCost,
            at time: Instant
        ) throws(LedgerError) {
            try inner.make(first, recovery: recovery, cost: cost, at: time)
        }
        func inspect() -> Examination { inner.inspect() }
        func examine(_ unlocking: borrowing Unlocking) throws(LedgerError) -> Examination {
            try inner.examine(unlocking)
        }
        func examine(with keyring: borrowing SecretBytes) throws(LedgerError) -> Examination {
            try inner.examine(with: keyring)
        }
        func repair(_ unlocking: borrowing Unlocking, noting entry: AuditEntry) throws(LedgerError) -> Bool {
            try inner.repair(unlocking, noting: entry)
        }
        func acceptOlder(_ unlocking: borrowing Unlocking, noting entry: AuditEntry) throws(LedgerError) {
            try inner.acceptOlder(unlocking, noting: entry)
        }
        func backUp(to path: String, at time: Instant) throws(LedgerError) -> BackupReport {
            try inner.backUp(to: path, at: time)
        }
        func backUp(
            into folder: String, keeping keep: Int?, at time: Instant
        ) throws(LedgerError) -> BackupReport {
            try inner.backUp(into: folder, keeping: keep, at: time)
        }
        func check(
            backup path: String, _ unlocking: borrowing Unlocking
        ) throws(LedgerError) -> CheckedBackup {
            try inner.check(backup: path, unlocking)
        }
        func restore(
            backup path: String, with keyring: borrowing SecretBytes, noting entry: AuditEntry
        ) throws(LedgerError) {
            try inner.restore(backup: path, with: keyring, noting: entry)
        }
        func extract(
            to path: String, _ unlocking: borrowing Unlocking, noting entry: AuditEntry
        ) throws(LedgerError) -> ExtractionReport {
            try inner.extract(to: path, unlocking, noting: entry)
        }
    }
#endif
