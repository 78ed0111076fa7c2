internal import CCurl
internal import Lifecycle
internal import Secrets

/// One request under way: its HTTP exchange, and for a listing the pages so far.
final class Transfer {
    let tag: UInt64
    let request: ProviderRequest
    let credential: SecretBytes
    private(set) var handle: CurlHandle
    private let base: BaseURL
    private let certificates: Certificates
    private let limits: Limits
    private var listing: Listing
    /// When the first page was asked for.
    private let began = ContinuousClock.now

    /// Prepares a request; throws `helper` for a credential that cannot stand in a header, without
    /// memory, or when libcurl refuses a setting.
    init(
        _ request: ProviderRequest, as credential: borrowing SecretBytes, tag: UInt64, base: BaseURL,
        certificates: Certificates, limits: Limits
    ) throws(ProviderFailure) {
        let isFit = credential.withBytes { bytes in
            (1...1024).contains(bytes.count) && bytes.indices.allSatisfy { (0x21...0x7E).contains(bytes[$0]) }
        }
        guard isFit else {
            throw ProviderFailure(.helper, reason: "the credential holds characters that no token has")
        }
        do throws(SecretsError) {
            self.credential = try SecretBytes(prefix: credential.count, of: credential)
        } catch { throw CurlHandle.noMemory }
        handle = try CurlHandle()
        listing = Listing(limits)
        self.tag = tag
        self.request = request
        self.base = base
        self.certificates = certificates
        self.limits = limits
        try prepare(page: 1)
    }

    private func prepare(page: Int) throws(ProviderFailure) {
        let call = Call(request, page: page)
        try handle.set(CURLOPT_URL, base.text + call.path)
        try handle.set(CURLOPT_CUSTOMREQUEST, call.method)
        if let body = call.body {
            try handle.set(CURLOPT_POSTFIELDSIZE, body.utf8.count)
            try handle.set(CURLOPT_COPYPOSTFIELDS, body)
            try handle.addHeader("Content-Type: application/json")
            try handle.addHeader("Expect:")
        }
        try handle.addHeader("Accept: application/json")
        try handle.authorize(credential)
        try handle.restrict(to: base, trusting: certificates)
        try handle.bound(limits, milliseconds: timeLeft)
        if !request.isRepeatable { try handle.sendOnce() }
    }

    /// Milliseconds for the exchange that begins now: what a listing has left over is shared by its pages.
    private var timeLeft: Int {
        let all = limits.total * 1000
        guard request == .list else { return all }
        let spent = (ContinuousClock.now - began) / .milliseconds(1)
        return min(all, limits.listing * 1000 - Int(min(spent, 1e12)))
    }

    /// Whether the provider counts both requests together.
    func isCounted(with other: Transfer) -> Bool {
        (request == .list) == (other.request == .list) && credential.matches(other.credential)
    }

    /// Takes in the end of an exchange; `nil` when the next page has to be asked for, with the new `handle`.
    func finish(_ result: CURLcode, now: Instant) -> ProviderReply? {
        guard result == CURLE_OK else { return ended(.failure(failure(result))) }
        let status = handle.number(CURLINFO_RESPONSE_CODE) ?? 0
        guard handle.headers.isComplete else {
            return ended(.failure(ProviderFailure(.interrupted, reason: "the answer was cut short")))
        }
        let answered = handle  // a listing puts the next page's handle in its place
        return answered.body.withBytes { body in
            (200...299).contains(status)
                ? success(status, body, now)
                : ended(
                    Refusal(status: status, headers: answered.headers, body: body, credential: credential)
                        .outcome(of: request))
        }
    }

    private func failure(_ result: CURLcode) -> ProviderFailure {
        if handle.body.overflowed {
            return ProviderFailure(
                .nonsense, reason: "the answer has more than \(AnswerBuffer.limit) bytes")
        }
        if handle.headers.overflowed {
            return ProviderFailure(
                .nonsense, reason: "the answer's headers have more than \(AnswerHeaders.limit) bytes")
        }
        if request == .list, timeLeft <= 0 { return tooSlow }
        // Nothing of the request was written as long as this is zero; writing that failed is not nothing.
        let left = handle.number(CURLINFO_REQUEST_SIZE) != 0 || result == CURLE_SEND_ERROR
        let words = unsafe String(cString: curl_easy_strerror(result))
        return ProviderFailure(
            left ? .interrupted : .unreachable, reason: Plain.text(words, limit: ProviderBounds.name))
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

    private func success(_ status: Int, _ body: Span<UInt8>, _ now: Instant) -> ProviderReply? {
        if request.isDeletion, status == 204, body.isEmpty { return ended(.success(.deleted)) }
        guard let root = try? ScannedJSON.scan(body), case .object = root else {
            return nonsense(status, "the answer is not a JSON object")
        }
        do throws(UnreadableToken.Flaw) {
            switch request {
            case .identify:
                let identity = try Outcome.identity(
                    root, handle.headers, in: body, for: credential)
                return ended(.success(.identity(identity)))
            case .view(let id), .rename(let id, _):
                let token = try Outcome.token(root, in: body, now: now, for: credential)
                guard token.id == id else { return nonsense(status, "the answer is about another token") }
                return ended(.success(.token(token)))
            case .delete: return ended(.success(.deleted))
            case .create:
                guard let (token, range) = Outcome.created(root, in: body, now: now, for: credential)
                else { throw .field }
                return made(token, range, body)
            case .list: return listed(root, body, now)
            }
        } catch { return nonsense(status, "the answer \(error.words)") }
    }

    /// The token string goes from the answer's buffer to guarded memory, and nowhere else.
    private func made(_ token: Token, _ range: Range<Int>?, _ body: Span<UInt8>) -> ProviderReply {
        guard let range, let string = try? SecretBytes(copying: body.extracting(range)),
            !Echo.stands(in: string, of: credential),
            ![token.label, token.scopes.text].contains(where: { Echo.stands(in: $0, of: string) })
        else { return ended(.success(.created(token))) }
        return ProviderReply(tag: tag, outcome: .success(.created(token)), string: string)
    }

    private func listed(_ root: ScannedJSON, _ body: Span<UInt8>, _ now: Instant) -> ProviderReply? {
        switch listing.take(root, in: body, now: now, for: credential) {
        case .done(let tokens): return ended(.success(.tokens(tokens)))
        case .failed(let failure): return ended(.failure(failure))
        case .ask(let page):
            guard timeLeft > 0 else { return ended(.failure(tooSlow)) }
            do throws(ProviderFailure) {
                handle = try CurlHandle()
                try prepare(page: page)
                return nil
            } catch { return ended(.failure(error)) }
        }
    }
}

extension ProviderRequest {
    fileprivate var isDeletion: Bool {
        if case .delete = self { true } else { false }
    }
}
