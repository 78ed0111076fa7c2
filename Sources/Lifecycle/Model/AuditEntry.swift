/// One line of the audit log: what happened to what, and who caused it. It holds no secret.
package struct AuditEntry: Hashable, Sendable {
    /// What happened.
    package enum Event: UInt8, Sendable, CaseIterable {
        case vaultMade = 1
        case accountSealed = 2
        case accountWiped = 3
        case createBegun = 4
        case tokenSealed = 5
        case tokenActive = 6
        case createUndone = 7
        case renamed = 8
        case adopted = 9
        case revokeBegun = 10
        case revokedAndPurged = 11
        case handedOut = 12
        case refused = 13
        case revokedUnmanaged = 14
        case forgotten = 15
        case olderAccepted = 16
        case granted = 17
        case ungranted = 18
        case denied = 19
        case settingChanged = 20

        /// The word in listings and JSON.
        package var name: String {
            switch self {
            case .vaultMade: "vault-made"
            case .accountSealed: "account-sealed"
            case .accountWiped: "account-wiped"
            case .createBegun: "create-begun"
            case .tokenSealed: "token-sealed"
            case .tokenActive: "token-active"
            case .createUndone: "create-undone"
            case .renamed: "renamed"
            case .adopted: "adopted"
            case .revokeBegun: "revoke-begun"
            case .revokedAndPurged: "revoked-and-purged"
            case .handedOut: "handed-out"
            case .refused: "refused"
            case .revokedUnmanaged: "revoked-unmanaged"
            case .forgotten: "forgotten"
            case .olderAccepted: "older-accepted"
            case .granted: "granted"
            case .ungranted: "ungranted"
            case .denied: "denied"
            case .settingChanged: "setting-changed"
            }
        }
    }

    /// What happened.
    package var event: Event
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
        _ event: Event, time: Instant, label: String, token: TokenID? = nil, generation: UInt32? = nil,
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
