internal import HTTP
internal import Lifecycle
internal import Secrets

/// A listing that is read page by page, and again when it changed in between. It is bounded as a whole.
struct Listing {
    /// How often it is read from the start before giving up.
    static let attemptLimit = 4

    /// What to do after a page.
    enum Step {
        case ask(page: Int)
        case done(TokenListing)
        case failed(ProviderFailure)
    }

    private let limits: Limits
    private(set) var page = 1
    private var attempt = 1
    /// The bytes of all pages so far.
    private var bytes = 0
    private var totals: (pages: Int64, results: Int64)?
    private var found: [TokenID: Token] = [:]
    private var order: [TokenID] = []
    private var unreadable: [UnreadableToken] = []

    init(_ limits: Limits) { self.limits = limits }

    /// Takes in the page that was asked for.
    mutating func take(
        _ root: ScannedJSON, in body: Span<UInt8>, now: Instant, for credential: borrowing SecretBytes
    ) -> Step {
        guard let data = root.member("data")?.elements,
            root.member("page")?.integer(in: body) == Int64(page),
            let pages = root.member("pages")?.integer(in: body), pages >= 0,
            let results = root.member("results")?.integer(in: body), results >= 0
        else { return Listing.failed("the listing is not a page as documented") }
        bytes += body.count
        if let words = excess(pages: pages, results: results, rows: data.count) {
            return Listing.failed(words)
        }
        if let totals, totals != (pages, results) { return again() }
        totals = (pages, results)
        for element in data { take(element, in: body, now, credential) }
        if page < pages {
            page += 1
            return .ask(page: page)
        }
        guard Int64(order.count + unreadable.count) == results else { return again() }
        return .done(TokenListing(order.compactMap { found[$0] }, unreadable: unreadable))
    }

    /// The bound that a page goes beyond, in words; `nil` when it keeps all of them.
    private func excess(pages: Int64, results: Int64, rows: Int) -> String? {
        let tokens = max(results, Int64(order.count + unreadable.count + rows))
        return if pages > limits.pages {
            "the listing has more than \(limits.pages) pages"
        } else if tokens > limits.tokens {
            "the listing has more than \(limits.tokens) tokens"
        } else if rows > HTTPRequest.pageSize {
            "a page of the listing has more than \(HTTPRequest.pageSize) tokens"
        } else if bytes > limits.bytes {
            "the pages of the listing have more than \(limits.bytes) bytes"
        } else {
            nil
        }
    }

    /// Takes in one token. What cannot be understood says so, and stops nobody else.
    private mutating func take(
        _ element: ScannedJSON, in body: Span<UInt8>, _ now: Instant, _ credential: borrowing SecretBytes
    ) {
        do throws(UnreadableToken.Flaw) {
            let token = try Outcome.token(element, in: body, now: now, for: credential)
            if found.updateValue(token, forKey: token.id) == nil { order.append(token.id) }
        } catch {
            let id = try? AnswerText.id(element, in: body, for: credential)
            let unread = UnreadableToken(id: id, error)
            // Without an id two of them cannot be told apart.
            if id == nil || !unreadable.contains(unread) { unreadable.append(unread) }
        }
    }

    private mutating func again() -> Step {
        guard attempt < Listing.attemptLimit else {
            return Listing.failed("the listing changed whenever it was read")
        }
        var next = Listing(limits)
        (next.attempt, next.bytes) = (attempt + 1, bytes)
        self = next
        return .ask(page: 1)
    }

    private static func failed(_ words: String) -> Step {
        .failed(ProviderFailure(.nonsense, status: 200, reason: words))
    }
}
