package import Lifecycle

/// Why an agent did not do as asked.
package enum AgentError: Error, Hashable, Sendable {
    /// No agent listens there.
    case absent
    /// Another agent has the vault's keys.
    case heldElsewhere(KeyHolder)
    /// The agent that has the vault's keys does not listen where it said.
    case hidden(KeyHolder)
    /// Whether an agent has the vault's keys cannot be told: this file is not to be trusted.
    case unknown(String)
    /// What listens there belongs to another user.
    case foreign
    /// It speaks another version; the value is its version.
    case otherVersion(UInt16)
    /// It holds no key.
    case locked
    /// It serves another vault.
    case otherVault
    /// It hung up, or said something that is no answer.
    case broken
    /// Its process is stopped, so that it cannot answer (signal(7), "SIGSTOP").
    case stopped(Int32)
    /// The vault's failure.
    case ledger(LedgerError)
}
