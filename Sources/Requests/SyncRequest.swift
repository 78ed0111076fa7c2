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

    /// What there is to know of a vault that was restored from a copy; `nil` for any other.
    package let restored: Restoration?

    /// What others had deposited, and what became of it.
    package let deposits: [DepositView]

    /// A vault that was restored, and what came of its comparison.
    package struct Restoration: Hashable, Sendable {
        /// When the copy was changed last.
        package let since: Instant
        /// Whether it hands out again: everything was compared.
        package let isOver: Bool

        /// Joins them.
        package init(since: Instant, isOver: Bool) { (self.since, self.isOver) = (since, isOver) }

        /// How much the clocks of this machine and of the provider may differ, in seconds.
        private static let slack: Int64 = 300

        /// Those of the tokens that no vault has which were made since.
        package func made(among tokens: [Token]) -> [Token] {
            let first = since.advanced(by: -Restoration.slack)
            return tokens.filter { $0.created.map { $0 >= first } ?? true }
        }
    }

    /// Joins them.
    package init(
        _ lines: [Line], _ findings: [Finding], restored: Restoration? = nil, deposits: [DepositView] = []
    ) {
        (self.lines, self.findings, self.restored) = (lines, findings, restored)
        self.deposits = deposits
    }
}
