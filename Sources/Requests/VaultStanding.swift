/// How a vault and its agent stand.
package struct VaultStanding: Hashable, Sendable {
    /// The vault's state, in the word that scripts see.
    package enum State: String, Sendable {
        case missing, locked
        /// An agent has the vault's keys. A command that opens the vault by itself drops its keys at its end.
        case unlocked
    }

    /// The vault's state.
    package let state: State
    /// The path of the vault.
    package let path: String
    /// Whether an agent answers.
    package let isAgentThere: Bool
    /// The agent's process id, where one is known.
    package let agentPid: Int32?
    /// What is wrong with the agent: a code for scripts.
    package let agentCode: String?
    /// After how many seconds without a hand-out the agent locks; 0 for never, `nil` where none answers.
    package let idle: UInt32?
    /// How many seconds after it was unlocked the agent locks in any case; 0 for never, `nil` where none answers.
    package let max: UInt32?
    /// Whether who asks starts the agent again once it has ended; `nil` where none answers.
    package let comesAgain: Bool?

    /// Joins them.
    package init(
        _ state: State, path: String, isAgentThere: Bool, agentPid: Int32?, agentCode: String?, idle: UInt32?,
        max: UInt32?, comesAgain: Bool?
    ) {
        (self.state, self.path, self.isAgentThere) = (state, path, isAgentThere)
        (self.agentPid, self.agentCode, self.idle) = (agentPid, agentCode, idle)
        (self.max, self.comesAgain) = (max, comesAgain)
    }
}
