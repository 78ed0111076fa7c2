package import Lifecycle
package import Requests

extension TickRequest: Served {
    /// Does what is due.
    package func perform(by service: Service) throws(Failure) -> TickResult { try service.tick(self) }
}

extension RotateRequest: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { try Service.check(self, now: now) }
    /// Says which tokens would be replaced, and by what.
    package func perform(by service: Service) throws(Failure) -> RotatePlan {
        try service.plan(rotating: self)
    }
}
