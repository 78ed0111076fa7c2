/// Why a call did not do as asked.
public struct LockstepError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A code, the same that `lockstep --json` gives; `Docs/ExitCodes.md` lists them.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// Its text.
        public let rawValue: String

        /// Takes a text.
        public init(rawValue: String) { self.rawValue = rawValue }

        init(_ text: String) { rawValue = text }

        /// What was asked for can be nothing.
        public static let usage = Code("usage")
        /// There is no home folder to look for a vault in.
        public static let noHome = Code("no-home")
        /// No agent runs.
        public static let noAgent = Code("no-agent")
        /// The agent is locked.
        public static let locked = Code("locked")
        /// The agent serves another vault.
        public static let otherVault = Code("other-vault")
        /// The agent is of another version.
        public static let otherAgent = Code("other-agent")
        /// The agent hung up, or said something that is no answer.
        public static let broken = Code("agent-broken")
        /// There is no such token.
        public static let noToken = Code("no-token")
        /// A rule or a person refused it.
        public static let denied = Code("denied")
        /// The label is in use.
        public static let labelInUse = Code("label-in-use")
        /// Something else is in the way.
        public static let failed = Code("failed")
    }

    /// The code.
    public let code: Code
    /// A sentence for people, in English. It holds no secret.
    public let message: String

    /// The sentence and the code.
    public var description: String { "\(message) (\(code.rawValue))" }

    init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }
}
