internal import Secrets

/// Seals the batches and summaries of the reading log.
enum ReadingSeal: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 11
}

/// Chains the batches of the reading log.
enum ReadingLinks: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 12
}

/// Authenticates the small files outside the vault.
enum HostMarks: KeyPurpose {
    static let context: StaticString = "LSvault2"
    static let number: UInt64 = 13
}

/// The subkeys of one epoch for what is outside the vault, in guarded memory.
final class LogEpochKeys: Sendable {
    let epoch: UInt32
    let seal: Key<ReadingSeal>
    let links: Key<ReadingLinks>
    let host: Key<HostMarks>

    /// Derives them from the epoch's root key.
    init(epoch: UInt32, root: borrowing Key<Root>) throws(SecretsError) {
        self.epoch = epoch
        seal = try root.subkey(for: ReadingSeal.self)
        links = try root.subkey(for: ReadingLinks.self)
        host = try root.subkey(for: HostMarks.self)
    }
}

/// The keys for what is outside the vault: those of the current epoch, and a way to those of earlier ones.
struct LogKeys: Sendable {
    let vault: [UInt8]
    let current: LogEpochKeys
    private let earlier: @Sendable (UInt32) -> LogEpochKeys?

    /// Takes the keys of the current epoch; `earlier` finds those of any other, `nil` for one that is not known.
    init(
        vault: [UInt8], current: LogEpochKeys,
        earlier: @escaping @Sendable (UInt32) -> LogEpochKeys? = { _ in nil }
    ) { (self.vault, self.current, self.earlier) = (vault, current, earlier) }

    /// The keys of an epoch; `nil` for one that this keyring does not have.
    func of(_ epoch: UInt32) -> LogEpochKeys? { epoch == current.epoch ? current : earlier(epoch) }
}
