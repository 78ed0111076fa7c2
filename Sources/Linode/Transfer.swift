internal import HTTP
internal import Lifecycle
internal import Platform
internal import Secrets

/// One request under way; of a listing the pages so far.
final class Transfer {
    let tag: UInt64
    let token: BearerToken
    /// What is asked, or the page that is asked for now.
    private(set) var page: HTTPRequest
    private let request: ProviderRequest
    private let limits: Limits
    private var listing: Listing
    /// When the first page was asked for, in milliseconds of the machine's clock.
    private let began = MachineClock.monotonicMilliseconds

    init(_ request: ProviderRequest, as token: BearerToken, tag: UInt64, limits: Limits) {
        (self.request, self.token, self.tag, self.limits) = (request, token, tag, limits)
        page = HTTPRequest(request)
        listing = Listing(limits)
    }

    /// Milliseconds for the exchange that begins now: what a listing has left over is shared by its pages.
    var timeLeft: Int {
        let all = limits.times.total * 1000
        guard request == .list else { return all }
        return min(all, limits.listing * 1000 - Int(MachineClock.monotonicMilliseconds - began))
    }

    /// Takes in the end of an exchange; `nil` when the next `page` has to be asked for.
    func finish(_ outcome: Result<HTTPAnswer, HTTPError>, now: Instant) -> ProviderReply? {
        switch outcome {
        case .failure(let error): ended(.failure(failure(error)))
        case .success(let answer): read(answer, now: now)
        }
    }

    private func read(_ answer: HTTPAnswer, now: Instant) -> ProviderReply? {
        var reply = answer.body.withBytes { body in
            (200...299).contains(answer.status)
                ? success(answer, body, now)
                : ended(Refusal(answer, body: body, credential: token.bytes).outcome(of: request))
        }
        reply?.time = answer.headers.date.map { Instant(seconds: $0) }
        return reply
    }

    private func failure(_ error: HTTPError) -> ProviderFailure {
        error.kind != .tooLong && request == .list && timeLeft <= 0 ? tooSlow : ProviderFailure(error)
    }

    private func ended(_ outcome: Result<ProviderAnswer, ProviderFailure>) -> ProviderReply {
        ProviderReply(tag: tag, outcome: outcome)
    }

    private var tooSlow: ProviderFailure {
        ProviderFailure(.nonsense, reason: "the listing took longer than \(limits.listing) s")
    }

    private func nonsense(_ status: Int, _ reason: String) -> ProviderReply {
        ended(.failure(ProviderFailure(.nonsense, status: status, reason: reason)))
    }

    private func success(_ answer: HTTPAnswer, _ body: Span<UInt8>, _ now: Instant) -> ProviderReply? {
        let status = answer.status
        if request.isDeletion, status == 204, body.isEmpty { return ended(.success(.deleted)) }
        guard let root = try? ScannedJSON.scan(body), case .object = root else {
            return nonsense(status, "the answer is not a JSON object")
        }
        do throws(UnreadableToken.Flaw) {
            switch request {
            case .identify:
                let identity = try Outcome.identity(
                    root, answer.headers, in: body, for: token.bytes)
                return ended(.success(.identity(identity)))
            case .view(let id), .rename(let id, _):
                let found = try Outcome.token(root, in: body, now: now, for: token.bytes)
                guard found.id == id else { return nonsense(status, "the answer is about another token") }
                return ended(.success(.token(found)))
            case .delete: return ended(.success(.deleted))
            case .create:
                guard let (made, range) = Outcome.created(root, in: body, now: now, for: token.bytes)
                else { throw .field }
                return reply(made, range, body)
            case .list: return listed(root, body, now)
            }
        } catch { return nonsense(status, "the answer \(error.words)") }
    }

    /// The token string goes from the answer's buffer to guarded memory, and nowhere else.
    private func reply(_ made: Token, _ range: Range<Int>?, _ body: Span<UInt8>) -> ProviderReply {
        guard let range, let string = try? SecretBytes(copying: body.extracting(range)),
            !Echo.stands(in: string, of: token.bytes),
            ![made.label, made.scopes.text].contains(where: { Echo.stands(in: $0, of: string) })
        else { return ended(.success(.created(made))) }
        return ProviderReply(tag: tag, outcome: .success(.created(made)), string: string)
    }

    private func listed(_ root: ScannedJSON, _ body: Span<UInt8>, _ now: Instant) -> ProviderReply? {
        switch listing.take(root, in: body, now: now, for: token.bytes) {
        case .done(let tokens): return ended(.success(.tokens(tokens)))
        case .failed(let failure): return ended(.failure(failure))
        case .ask(let page):
            guard timeLeft > 0 else { return ended(.failure(tooSlow)) }
            self.page = HTTPRequest(request, page: page)
            return nil
        }
    }
}

extension ProviderRequest {
    fileprivate var isDeletion: Bool {
        if case .delete = self { true } else { false }
    }
}
