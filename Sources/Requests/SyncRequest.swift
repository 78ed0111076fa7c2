package import Lifecycle

/// How both sides are brought together.
package struct SyncRequest: Hashable, Sendable {
    /// Whether what was held up is left alone until its next try is due.
    package var isDueOnly: Bool

    /// Describes what is asked for.
    package init(isDueOnly: Bool = false) { self.isDueOnly = isDueOnly }
}

/// What was finished, undone and found.
package struct SyncResult: Hashable, Sendable {
    /// How one operation ended, or where it stands, in the word that scripts see.
    package enum State: String, Sendable, CaseIterable {
        case done, undone, kept, watching, pending
        /// Not looked at, in a rehearsal.
        case open
        /// Left to another process, which is at it.
        case elsewhere
    }

    /// One operation, and what is in its way.
    package struct Line: Hashable, Sendable {
        /// The operation.
        package let operation: PendingView
        /// Where it stands.
        package let state: State
        /// What is in its way.
        package let failure: Failure?

        /// Joins them.
        package init(_ operation: PendingView, _ state: State, _ failure: Failure?) {
            (self.operation, self.state, self.failure) = (operation, state, failure)
        }
    }

    /// What one account's listing was found to be, or why it was not had.
    package typealias Finding = Sync.Finding

    /// The operations.
    package let lines: [Line]
    /// The accounts.
    package let findings: [Finding]

    /// Joins them.
    package init(_ lines: [Line], _ findings: [Finding]) { (self.lines, self.findings) = (lines, findings) }
}
