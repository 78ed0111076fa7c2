package import Secrets

/// The unlocked vault, as who logs in and out sees it.
package protocol AccountLedger: AnyObject {
    /// Seals an account with its provisioning token, in the place of one of the same name.
    func seal(_ account: Account, string: borrowing SecretBytes) throws(LedgerError)
    /// Wipes an account; throws `conflict` while records or operations depend on it.
    func wipe(_ account: Account, at time: Instant) throws(LedgerError)
}
