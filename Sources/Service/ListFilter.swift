internal import Glibc
internal import Lifecycle
internal import Requests

/// Which tokens a listing has.
struct ListFilter {
    private let request: ListRequest
    private let horizon: Instant?
    private let now: Instant

    init(_ request: ListRequest, _ horizon: Instant?, now: Instant) {
        (self.request, self.horizon, self.now) = (request, horizon, now)
    }

    /// Whether a record is among them. What is purged neither expires nor has expired.
    func takes(_ record: Record) -> Bool {
        guard record.state != .gone || (request.isAll && horizon == nil && !request.isExpired) else {
            return false
        }
        // A token for one run expires soon in any case, and nobody has to see to it.
        if horizon != nil, record.isLeased { return false }
        return takes(record.token.expiry) && takes(record.label.text) && takes(record.policy)
    }

    private func takes(_ policy: Policy?) -> Bool {
        guard request.owner.map({ $0 == policy?.owner ?? "" }) ?? true else { return false }
        return request.tags.allSatisfy { policy?.tags.contains($0) ?? false }
    }

    /// Whether a token at the provider is.
    func takes(_ token: Token) -> Bool { takes(token.expiry) && takes(token.label) }

    private func takes(_ expiry: Expiry) -> Bool {
        if request.isExpired, !expiry.hasPassed(at: now) { return false }
        guard let horizon else { return true }
        return expiry.moment.map { $0 <= horizon } ?? false
    }

    private func takes(_ label: String) -> Bool { ListFilter.fits(label, request.patterns) }

    /// Whether one of some patterns fits a label (fnmatch(3)); any does where there is none.
    static func fits(_ label: String, _ patterns: [String]) -> Bool {
        patterns.isEmpty || patterns.contains { unsafe fnmatch($0, label, 0) == 0 }
    }
}

extension ListRequest.Order {
    /// Whether a record comes before another; a purged one comes last.
    func isBefore(_ left: Record, _ right: Record) -> Bool {
        guard (left.state == .gone) == (right.state == .gone) else { return right.state == .gone }
        return isBefore(left.token, right.token)
    }

    /// Whether a token comes before another.
    func isBefore(_ left: Token, _ right: Token) -> Bool {
        let (one, other) = (moment(of: left), moment(of: right))
        return one == other ? left.label < right.label : one < other
    }

    private func moment(of token: Token) -> Instant {
        switch self {
        case .label: Instant(seconds: 0)
        case .expiry: token.expiry.moment ?? Instant(seconds: .max)
        case .created: token.created ?? Instant(seconds: .min)
        }
    }
}
