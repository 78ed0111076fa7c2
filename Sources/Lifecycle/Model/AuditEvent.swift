/// What happened, in the audit log: a number that never changes, and a word for listings and JSON.
///
/// No enumeration: what a later version tells of is told under its number.
package struct AuditEvent: Hashable, Sendable {
    /// The number in the log.
    package let rawValue: UInt8

    /// Takes a number, also of a later version.
    package init(number: UInt8) { rawValue = number }

    private init(_ number: UInt8) { rawValue = number }

    package static let vaultMade = AuditEvent(1)
    package static let accountSealed = AuditEvent(2)
    package static let accountWiped = AuditEvent(3)
    package static let createBegun = AuditEvent(4)
    package static let tokenSealed = AuditEvent(5)
    package static let tokenActive = AuditEvent(6)
    package static let createUndone = AuditEvent(7)
    package static let renamed = AuditEvent(8)
    package static let adopted = AuditEvent(9)
    package static let revokeBegun = AuditEvent(10)
    package static let revokedAndPurged = AuditEvent(11)
    package static let handedOut = AuditEvent(12)
    package static let refused = AuditEvent(13)
    package static let revokedUnmanaged = AuditEvent(14)
    package static let forgotten = AuditEvent(15)
    package static let olderAccepted = AuditEvent(16)
    package static let granted = AuditEvent(17)
    package static let ungranted = AuditEvent(18)
    package static let denied = AuditEvent(19)
    package static let settingChanged = AuditEvent(20)
    package static let rekeyed = AuditEvent(21)
    package static let migrated = AuditEvent(22)
    package static let readingsArchived = AuditEvent(23)
    package static let readingsRemoved = AuditEvent(24)
    package static let repaired = AuditEvent(25)
    package static let policyChanged = AuditEvent(26)
    package static let rotated = AuditEvent(27)
    package static let slotAdded = AuditEvent(28)
    package static let slotRemoved = AuditEvent(29)
    package static let restored = AuditEvent(40)
    package static let compared = AuditEvent(41)
    package static let extracted = AuditEvent(42)

    private static let names: [(event: AuditEvent, name: String)] = [
        (.vaultMade, "vault-made"), (.accountSealed, "account-sealed"), (.accountWiped, "account-wiped"),
        (.createBegun, "create-begun"), (.tokenSealed, "token-sealed"), (.tokenActive, "token-active"),
        (.createUndone, "create-undone"), (.renamed, "renamed"), (.adopted, "adopted"),
        (.revokeBegun, "revoke-begun"), (.revokedAndPurged, "revoked-and-purged"), (.handedOut, "handed-out"),
        (.refused, "refused"), (.revokedUnmanaged, "revoked-unmanaged"), (.forgotten, "forgotten"),
        (.olderAccepted, "older-accepted"), (.granted, "granted"), (.ungranted, "ungranted"),
        (.denied, "denied"), (.settingChanged, "setting-changed"), (.rekeyed, "rekeyed"),
        (.migrated, "migrated"), (.readingsArchived, "readings-archived"),
        (.readingsRemoved, "readings-removed"), (.repaired, "repaired"),
        (.policyChanged, "policy-changed"), (.rotated, "rotated"), (.slotAdded, "slot-added"),
        (.slotRemoved, "slot-removed"), (.restored, "restored"), (.compared, "compared"),
        (.extracted, "extracted"),
    ]

    /// The word in listings and JSON.
    package var name: String {
        AuditEvent.names.first { $0.event == self }?.name ?? "event-\(rawValue)"
    }
}

extension AuditEvent: RawRepresentable, CaseIterable {
    /// Those that this version knows, in the order of their numbers.
    package static var allCases: [AuditEvent] { names.map(\.event) }

    /// Takes a number that this version knows; `nil` for any other.
    package init?(rawValue: UInt8) {
        let event = AuditEvent(number: rawValue)
        guard AuditEvent.allCases.contains(event) else { return nil }
        self = event
    }
}
