internal import Lifecycle
internal import Secrets

/// A listing that is read page by page, and again when it changed in between.
struct Listing {
    /// How often it is read from the start before giving up.
    static let attemptLimit = 4
    private static let pageLimit = 2000

    /// What to do after a page.
    enum Step {
        case ask(page: Int)
        case done([Token])
        case failed(ProviderFailure)
    }

    private(set) var page = 1
    private var attempt = 1
    private var totals: (pages: Int64, results: Int64)?
    private var found: [TokenID: Token] = [:]
    private var order: [TokenID] = []

    /// Takes in the page that was asked for.
    mutating func take(_ root: ScannedJSON?, in bytes: Span<UInt8>, now: Instant) -> Step {
        guard let root, let data = root.member("data")?.elements,
            root.member("page")?.integer(in: bytes) == Int64(page),
            let pages = root.member("pages")?.integer(in: bytes),
            (0...Int64(Listing.pageLimit)).contains(pages),
            let results = root.member("results")?.integer(in: bytes), results >= 0
        else { return .failed(ProviderFailure(.nonsense, status: 200, reason: "the listing is no page")) }
        if let totals, totals != (pages, results) { return again() }
        totals = (pages, results)
        for element in data {
            guard let token = Outcome.token(element, in: bytes, now: now) else {
                return .failed(
                    ProviderFailure(.nonsense, status: 200, reason: "a listed token lacks a field"))
            }
            if found.updateValue(token, forKey: token.id) == nil { order.append(token.id) }
        }
        if page < pages {
            page += 1
            return .ask(page: page)
        }
        return Int64(order.count) == results ? .done(order.compactMap { found[$0] }) : again()
    }

    private mutating func again() -> Step {
        guard attempt < Listing.attemptLimit else {
            return .failed(
                ProviderFailure(.nonsense, status: 200, reason: "the listing changed while it was read"))
        }
        let next = attempt + 1
        self = Listing()
        attempt = next
        return .ask(page: 1)
    }
}
