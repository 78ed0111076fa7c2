package import Lifecycle

/// Which entries of the audit log are shown, as a person writes it.
package struct AuditRequest: Hashable, Sendable {
    /// Only what happened to one of these labels or accounts; none for any.
    package var labels: [String]
    /// Only such events, by their words; none for any.
    package var events: [String]
    /// Only from then on; `nil` for all.
    package var since: String?
    /// The newest so many, `0` for all; `nil` for the usual number.
    package var limit: String?
    /// Whether every row of the vault and both logs are proven first.
    package var isVerified = false

    /// How many are shown where nobody says.
    package static let usual = 100

    /// Describes what is asked for.
    package init(
        labels: [String] = [], events: [String] = [], since: String? = nil, limit: String? = nil,
        isVerified: Bool = false
    ) {
        (self.labels, self.events, self.since, self.limit) = (labels, events, since, limit)
        self.isVerified = isVerified
    }
}

/// A part of the log: the newest entries that fit, oldest first.
package struct AuditPage: Hashable, Sendable {
    /// The entries.
    package let entries: [AuditEntry]
    /// Whether there may be older ones that fit: nobody looked.
    package let isCut: Bool
    /// What was verified; `nil` where nothing beyond these entries was.
    package let verified: AuditReport?

    /// Joins them.
    package init(_ entries: [AuditEntry], isCut: Bool, verified: AuditReport? = nil) {
        (self.entries, self.isCut, self.verified) = (entries, isCut, verified)
    }
}
