package import Secrets

/// What is to be told of a vault that opens all the same.
package enum VaultNotice: Hashable, Sendable {
    /// This machine has not seen the vault before.
    case firstSeen
    /// What this machine has seen cannot be kept: the counter's file, or its folder, cannot be written.
    case unkept(String)
    /// A way to unlock it, or one of the two copies of slots and head, is damaged.
    case damaged
}

/// Makes and opens vaults.
package protocol VaultDoor: VaultCopies {
    /// Whether there is something at the vault's place.
    var isThere: Bool { get }
    /// Whether this user may not look whether there is.
    var isHidden: Bool { get }

    /// What is to be told once the vault was made, opened or asked for a passphrase.
    var notice: VaultNotice? { get }

    /// Makes a vault with a slot for what is given, and one for the 32 bytes of a recovery key.
    ///
    /// Throws `exists`, `unwritable`, `full`; a half-made vault is removed.
    func make(
        _ first: borrowing Unlocking, recovery: borrowing SecretBytes, cost: PassphraseCost, at time: Instant
    ) throws(LedgerError)

    /// The slots, as they can be read without a key: what may be asked for. Nothing of it is proven.
    func ways() throws(LedgerError) -> [SlotOutline]

    /// Opens the vault. Throws `missing`, `foreign`, `newer`, `wrongKey`, `altered`, `older`, `exposed`.
    func open(_ unlocking: borrowing Unlocking) throws(LedgerError) -> any UnlockedVault

    /// Opens it with the keys of a ledger that was opened before. Throws the same; `wrongKey` for the keys of another vault.
    func open(with keyring: borrowing SecretBytes) throws(LedgerError) -> any UnlockedVault

    /// Looks at what can be seen without a key, past the first thing that is wrong.
    func inspect() -> Examination

    /// Looks at everything, past the first thing that is wrong. Throws `wrongKey`, or what keeps it from being read.
    func examine(_ unlocking: borrowing Unlocking) throws(LedgerError) -> Examination

    /// Does so with the keys of a ledger that was opened before. Throws the same; `wrongKey` for the keys of another vault.
    func examine(with keyring: borrowing SecretBytes) throws(LedgerError) -> Examination

    /// Writes what stands twice anew where one of both is damaged; whether there was anything to mend. Throws `altered` when both are.
    func repair(_ unlocking: borrowing Unlocking, noting entry: AuditEntry) throws(LedgerError) -> Bool

    /// Takes an older copy for the newest from here on. Throws `altered` when anything else is wrong with it.
    func acceptOlder(_ unlocking: borrowing Unlocking, noting entry: AuditEntry) throws(LedgerError)
}
