import Lifecycle
import Requests

// What monitoring is told.

extension Samples {
    static var checked: CheckResult {
        var result = CheckResult()
        (result.tokens, result.renewed, result.pending, result.revocations) = (9, 2, 3, 1)
        result.never = 4
        result.earliest = now.advanced(by: 5)
        result.add(.init(.critical, .revocation, "ci", now, pending: pending))
        result.unmatched = ["x*"]
        return result
    }

    static var metrics: VaultMetrics {
        var metrics = VaultMetrics()
        for state in Record.State.allCases { metrics.count(in: state) }
        (metrics.expired, metrics.eternal, metrics.due, metrics.overdue) = (1, 2, 3, 4)
        (metrics.earliest, metrics.earliestRenewed) = (now, now.advanced(by: 7))
        (metrics.pending, metrics.heldUp, metrics.revocations, metrics.watching) = (5, 6, 7, 8)
        (metrics.accounts, metrics.lastSync) = ([account], now)
        (metrics.handOuts, metrics.changes) = (9, 10)
        return metrics
    }

    static var timed: TimelineItem { TimelineItem(view, overlap: now) }

    static var why: WhyResult {
        var result = WhyResult(view, recent: now)
        (result.older, result.made, result.readings) = ([timed], entry, readings)
        (result.uses, result.usesSince) = ([.init("run", last: now, count: 3)], now)
        result.hosts = [Destination("https://git.example:8443/team")].compactMap(\.self)
        result.keep = 86_400
        return result
    }
}
