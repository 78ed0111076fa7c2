/// What one asker wants: all of it, or nothing. A class, since it is passed on often and never changes.
package final class HandOutRequest: Sendable {
    /// The labels.
    package let labels: [Label]
    /// For what, when, for whom.
    package let use: HandOutUse
    /// Requests of one queue are answered in their order.
    package let queue: Int32

    /// Joins labels, a use, and the queue in which the request stands.
    package init(_ labels: [Label], as use: HandOutUse, queue: Int32 = 0) {
        (self.labels, self.use, self.queue) = (labels, use, queue)
    }

    /// Whether it asks for the same as another one, in the same words.
    package func isAlike(_ other: HandOutRequest) -> Bool { labels == other.labels && use == other.use }

    /// The same at another time.
    package func again(at time: Instant) -> HandOutRequest {
        var use = use
        use.time = time
        return with(use)
    }

    /// The same after a person was asked, `by` a program or a terminal, which the audit log names.
    package func answered(_ agrees: Bool, by asker: String) -> HandOutRequest {
        with(use.answered(agrees, by: asker))
    }

    /// The same after nobody answered; the audit log has what happened instead.
    package func unanswered(_ happened: String) -> HandOutRequest { with(use.unanswered(happened)) }

    /// The same after it turned out that nobody can be asked.
    package func unanswered(_ why: HandOutUse.Confirmation) -> HandOutRequest {
        var use = use
        use.confirmation = why
        return with(use)
    }

    /// The same after it was looked at whether the clock is kept right.
    package func with(expired: HandOutUse.Expired) -> HandOutRequest {
        var use = use
        use.expired = expired
        return with(use)
    }

    /// The same for another use.
    package func with(_ use: HandOutUse) -> HandOutRequest { HandOutRequest(labels, as: use, queue: queue) }
}

extension HandOutUse.Expired {
    /// The answer to `unasked`: a clock that nobody keeps must not stop every service.
    package init(by clock: any WallClock) { self = clock.isSynchronised ? .refused : .allowed }
}
