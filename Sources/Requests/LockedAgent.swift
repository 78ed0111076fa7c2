/// What became of an agent that was told to lock or to end.
package struct LockedAgent: Hashable, Sendable {
    /// What became of it, in the word that scripts see.
    package enum Became: String, Sendable {
        /// It has wiped its keys, or had none already.
        case locked
        case lockedBefore = "locked-before"
        /// It has wiped its keys and ended; one of another version may only be ended.
        case stopped, replaced
        /// It ended by itself, or gave up the keys when its socket was gone.
        case ended
    }

    /// What became of it.
    package let became: Became
    /// Its process id, where it is known.
    package let pid: Int32?
    /// Where it listened.
    package let socket: String
    /// The vault that it serves, where it said so.
    package let vault: String?
    /// Whether who asks next starts it again.
    package let comesAgain: Bool

    /// Says what became of one.
    package init(_ became: Became, pid: Int32?, socket: String, vault: String?, comesAgain: Bool = false) {
        (self.became, self.pid, self.socket) = (became, pid, socket)
        (self.vault, self.comesAgain) = (vault, comesAgain)
    }
}
