package import Lifecycle

/// The vault and what surrounds it are looked at thoroughly; nothing is changed, and no provider is asked.
package struct DoctorRequest: PlainRequest {
    package typealias Answer = DoctorResult
    package static let kind = RequestKind.doctor
    package init() {}
}

/// What is damaged, what is whole, and what deserves a look.
package struct DoctorResult: Hashable, Sendable {
    /// What was found in the vault.
    package let found: Examination
    /// Whether it was looked at with its keys; else only what can be seen without.
    package let isOpen: Bool
    /// What was found in this machine's reading log.
    package var readings = AuditReport()
    /// What is not damaged, and can spoil the use of the vault all the same.
    package var findings: [Finding] = []

    /// Starts with what was found in the vault.
    package init(_ found: Examination, isOpen: Bool) { (self.found, self.isOpen) = (found, isOpen) }

    /// One thing that deserves a look.
    package enum Finding: Hashable, Sendable {
        /// The folder for state cannot be written: an older copy would not be noticed.
        case unwritable(String)
        /// What there is to tell of a reading log.
        case log(AuditReport.Warning)
        /// An operation is not finished.
        case pending(PendingView)
        /// What is the matter with the provisioning token of an account.
        case account(Label, TokenFlag)
    }

    /// Something that is damaged, and what helps.
    package struct Damage: Hashable, Sendable {
        /// What is wrong, and where.
        package let error: LedgerError
        /// What helps.
        package let remedy: Remedy
    }

    /// What helps with a damage.
    package enum Remedy: Hashable, Sendable {
        /// It stands whole in a second place, from which it is mended.
        case secondPlace
        /// A reading log is put back, or accepted as it is.
        case log
        /// Mending, and where that does not help, an earlier copy.
        case copy
    }

    /// What can be done about tokens that are not whole, where there is no earlier copy.
    package enum Salvage: Hashable, Sendable {
        /// Nothing is handed out from this file: they are revoked at the provider.
        case revoking
        /// What is whole is handed out, and moves to a new vault.
        case moving
        /// What is whole is handed out; what is not is made anew.
        case replacing
    }

    /// All that is damaged, the vault's first.
    package var damages: [Damage] {
        found.damages.map { Damage(error: $0, remedy: $0.isTwice ? .secondPlace : .copy) }
            + readings.damages.map { Damage(error: $0, remedy: .log) }
    }

    /// What helps with all of it; `nil` where each place says better what does, and where nothing is damaged.
    package var remedy: Remedy? {
        if found.damages.isEmpty { return readings.damages.isEmpty ? nil : .log }
        if found.isOnlyTwice { return .secondPlace }
        return found.canBeAccepted ? nil : .copy
    }

    /// What can be done about tokens that are not whole.
    package var salvage: Salvage? {
        guard isOpen, !found.damages.isEmpty, !found.canBeAccepted, !found.isOnlyTwice else { return nil }
        if found.stopsAll { return .revoking }
        guard found.damagedAccounts.isEmpty, !found.damages.contains(where: { $0.part == .account }) else {
            return .moving
        }
        return .replacing
    }
}
