package import Secrets

/// The unlocked vault, as who logs in and out sees it.
package protocol AccountLedger: AnyObject {
    /// Seals an account with its provisioning token, in the place of one of the same name; the log names who asked.
    func seal(_ account: Account, string: borrowing SecretBytes, by origin: Origin?) throws(LedgerError)
    /// Wipes an account; throws `conflict` while records or operations depend on it. The log names who asked.
    func wipe(_ account: Account, at time: Instant, by origin: Origin?) throws(LedgerError)
}

extension AccountLedger {
    /// The same, for nobody in particular.
    package func seal(_ account: Account, string: borrowing SecretBytes) throws(LedgerError) {
        try seal(account, string: string, by: nil)
    }

    /// The same, for nobody in particular.
    package func wipe(_ account: Account, at time: Instant) throws(LedgerError) {
        try wipe(account, at: time, by: nil)
    }
}
