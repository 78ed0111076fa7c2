package import Lifecycle

/// What a failure is called.
package struct FailureWords: Hashable, Sendable {
    /// A stable word, for scripts.
    package let code: String
    /// A sentence, for people.
    package let message: String

    /// Joins them.
    package init(code: String, message: String) { (self.code, self.message) = (code, message) }
}

/// The words of a face, which answers carry beside their values.
package struct Wording {
    /// What a failure is called.
    package let failure: (Failure) -> FailureWords
    /// What holds an operation up.
    package let pending: (PendingView) -> FailureWords
    /// A warning of a log.
    package let log: (AuditReport.Warning) -> String

    /// Joins them.
    package init(
        failure: @escaping (Failure) -> FailureWords, pending: @escaping (PendingView) -> FailureWords,
        log: @escaping (AuditReport.Warning) -> String
    ) { (self.failure, self.pending, self.log) = (failure, pending, log) }
}
