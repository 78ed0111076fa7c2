/// One line of the audit log: what happened to what, and who caused it. It holds no secret.
package struct AuditEntry: Hashable, Sendable {
    /// What happened.
    package typealias Event = AuditEvent

    /// What happened.
    package var event: AuditEvent
    /// When, by this machine's clock.
    package var time: Instant
    /// The label it happened to, or the account's name.
    package var label: String
    /// The provider's id of the token, when there is one.
    package var token: TokenID?
    /// The generation, when there is one.
    package var generation: UInt32?
    /// More in a few fixed words: the verb of a hand-out, the new label of a rename.
    package var detail: String
    /// Who caused it; `nil` for what Lockstep does by itself.
    package var caller: Caller?
    /// Through which face of Lockstep; `nil` for what Lockstep does by itself, and in what version 1 of the format has kept.
    package var interface: Origin.Interface?

    /// Describes an entry.
    package init(
        _ event: AuditEvent, time: Instant, label: String, token: TokenID? = nil, generation: UInt32? = nil,
        detail: String = "", caller: Caller? = nil, interface: Origin.Interface? = nil
    ) {
        self.event = event
        self.time = time
        self.label = label
        self.token = token
        self.generation = generation
        self.detail = detail
        self.caller = caller
        self.interface = interface
    }
}
