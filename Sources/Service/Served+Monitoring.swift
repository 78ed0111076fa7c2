package import Lifecycle
package import Requests

// What monitoring asks: it changes nothing.

extension CheckRequest: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { _ = try CheckTally(self, now: now) }
    /// What was found.
    package func perform(by service: Service) throws(Failure) -> CheckResult { try service.check(self) }
}

extension MetricsRequest: Served {
    /// The figures.
    package func perform(by service: Service) throws(Failure) -> VaultMetrics { try service.metrics() }
}

extension TimelineRequest: ServedStream {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { try list.check(now: now) }
    /// The tokens, one after the other.
    package func perform(by service: Service) throws(Failure) -> AnswerStream<Done, TimelineItem> {
        try service.timeline(self)
    }
}

extension WhyRequest: Served {
    /// What is known.
    package func perform(by service: Service) throws(Failure) -> WhyResult { try service.why(label) }
}
