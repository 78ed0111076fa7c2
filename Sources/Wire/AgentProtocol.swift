// The words between the agent and its clients, each in a `Frame` whose body begins with the version. `status`, `stop`,
// `lock` and the answers `otherVersion` and `done` are the same in every version, so that an older or newer agent can be told apart,
// locked and replaced. (An agent of version 1 or 2 knows no `lock` of another version.)

/// The version of everything on this wire; both sides must have the same.
package enum AgentProtocol {
    package static let version: UInt16 = 3
    /// The version of what is no hand-out: the status, unlocking, requests and their answers. Hand-outs are understood whichever it is.
    package static let requestsVersion: UInt16 = 6
    /// The longest request that is accepted, in bytes: room for all labels, and the vault's path.
    package static let requestLimit = 32 << 10
    /// The most labels of one request.
    package static let labelLimit = 64
    /// The longest verb: the audit log has it.
    package static let verbLimit = 48
    /// The longest beginning of a string that is looked for.
    package static let prefixLimit = 64
    /// The longest secret that is accepted from a client, in bytes.
    package static let secretLimit = 4096 + 32
    /// The bytes of a challenge.
    package static let nonceLength = 16
}

extension AgentProtocol {
    /// Whether a text can be a verb: visible ASCII and spaces, and not long.
    package static func isVerb(_ text: String) -> Bool {
        (1...verbLimit).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}
