internal import CCurl
internal import Glibc
internal import Lifecycle
internal import Secrets

/// One request under way: its HTTP exchange, and for a listing the pages so far.
final class Transfer {
    let tag: UInt64
    let request: ProviderRequest
    let credential: SecretBytes
    private(set) var handle: CurlHandle
    private let base: BaseURL
    private let limits: Limits
    private var listing = Listing()

    /// Prepares a request; throws `rejected` for a credential that cannot stand in a header, `helper` without memory.
    init(
        _ request: ProviderRequest, as credential: borrowing SecretBytes, tag: UInt64, base: BaseURL,
        limits: Limits
    ) throws(ProviderFailure) {
        let isFit = credential.withBytes { bytes in
            (1...1024).contains(bytes.count) && bytes.indices.allSatisfy { (0x21...0x7E).contains(bytes[$0]) }
        }
        guard isFit else {
            throw ProviderFailure(.rejected, reason: "the credential holds characters that no token has")
        }
        do throws(SecretsError) {
            self.credential = try SecretBytes(prefix: credential.count, of: credential)
        } catch { throw Transfer.noMemory }
        guard let handle = CurlHandle() else { throw Transfer.noMemory }
        self.tag = tag
        self.request = request
        self.base = base
        self.limits = limits
        self.handle = handle
        try prepare(page: 1)
    }

    private static let noMemory = ProviderFailure(.helper, reason: "no memory, or libcurl did not start")

    private func prepare(page: Int) throws(ProviderFailure) {
        let call = Call(request, page: page)
        handle.set(CURLOPT_URL, base.text + call.path)
        handle.set(CURLOPT_CUSTOMREQUEST, call.method)
        if let body = call.body {
            handle.set(CURLOPT_POSTFIELDSIZE, body.utf8.count)
            handle.set(CURLOPT_COPYPOSTFIELDS, body)
            handle.addHeader("Content-Type: application/json")
            handle.addHeader("Expect:")
        }
        handle.addHeader("Accept: application/json")
        try authorize()
        restrict()
        if !request.isRepeatable { sendOnce() }
    }

    private func authorize() throws(ProviderFailure) {
        let words = Array("Authorization: Bearer ".utf8)
        do throws(SecretsError) {
            let line = try SecretBytes(count: words.count + credential.count + 1) {
                (target) throws(SecretsError) in
                for (index, byte) in words.enumerated() { target[index] = byte }
                credential.withBytes { for index in $0.indices { target[words.count + index] = $0[index] } }
            }
            line.withBytes { handle.addHeader($0) }
        } catch { throw Transfer.noMemory }
    }

    /// Only this scheme, no redirects, no netrc, no cookies, verified TLS 1.2 or newer, and never for ever.
    private func restrict() {
        handle.set(CURLOPT_PROTOCOLS_STR, base.scheme)
        handle.set(CURLOPT_FOLLOWLOCATION, 0)
        handle.set(CURLOPT_NETRC, 0)
        handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        handle.set(CURLOPT_NOSIGNAL, 1)
        handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        handle.set(CURLOPT_SSLVERSION, 6)  // CURL_SSLVERSION_TLSv1_2
        handle.set(CURLOPT_HTTP_VERSION, 4)  // CURL_HTTP_VERSION_2TLS
        handle.set(CURLOPT_CONNECTTIMEOUT, limits.connecting)
        handle.set(CURLOPT_TIMEOUT, limits.total)
        handle.set(CURLOPT_LOW_SPEED_LIMIT, 10)
        handle.set(CURLOPT_LOW_SPEED_TIME, limits.silence)
        handle.set(CURLOPT_USERAGENT, "lockstep/\(LinodeProvider.version)")
        if let file = unsafe getenv("SSL_CERT_FILE") {
            handle.set(CURLOPT_CAINFO, unsafe String(cString: file))
        }
        if let place = unsafe getenv("SSL_CERT_DIR") {
            handle.set(CURLOPT_CAPATH, unsafe String(cString: place))
        }
        guard base.scheme == "http" else { return }
        handle.set(CURLOPT_NOPROXY, "*")  // a proxy would read the credential
        if let pin = base.pin { handle.pin(pin) }
    }

    /// libcurl silently sends again what it wrote to a reused connection that had died, whatever the method. A
    /// request that must not be sent twice gets a connection of its own, and HTTP/1.1, which has no refused streams.
    private func sendOnce() {
        handle.set(CURLOPT_FRESH_CONNECT, 1)
        handle.set(CURLOPT_HTTP_VERSION, 2)  // CURL_HTTP_VERSION_1_1
    }

    /// Whether the provider counts both requests together.
    func isCounted(with other: Transfer) -> Bool {
        (request == .list) == (other.request == .list) && credential.matches(other.credential)
    }

    /// Takes in the end of an exchange; `nil` when the next page has to be asked for, with the new `handle`.
    func finish(_ result: CURLcode, now: Instant) -> ProviderReply? {
        guard result == CURLE_OK else { return ended(.failure(failure(result))) }
        let status = handle.number(CURLINFO_RESPONSE_CODE)
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
        if handle.body.overflowed { return ProviderFailure(.nonsense, reason: "the answer is too long") }
        // Nothing of the request was written as long as this is zero; writing that failed is not nothing.
        let left = handle.number(CURLINFO_REQUEST_SIZE) > 0 || result == CURLE_SEND_ERROR
        let words = unsafe String(cString: curl_easy_strerror(result))
        return ProviderFailure(left ? .interrupted : .unreachable, reason: Plain.text(words, limit: 200))
    }

    private func ended(_ outcome: Result<ProviderAnswer, ProviderFailure>) -> ProviderReply {
        ProviderReply(tag: tag, outcome: outcome)
    }

    private func nonsense(_ status: Int, _ reason: String) -> ProviderReply {
        ended(.failure(ProviderFailure(.nonsense, status: status, reason: reason)))
    }

    private func success(_ status: Int, _ body: Span<UInt8>, _ now: Instant) -> ProviderReply? {
        if request.isDeletion, status == 204, body.isEmpty { return ended(.success(.deleted)) }
        guard let root = try? ScannedJSON.scan(body), case .object = root else {
            return nonsense(status, "the answer is no JSON object")
        }
        switch request {
        case .identify:
            guard let identity = Outcome.identity(root, handle.headers, in: body) else { break }
            return ended(.success(.identity(identity)))
        case .view(let id), .rename(let id, _):
            guard let token = Outcome.token(root, in: body, now: now), token.id == id else { break }
            return ended(.success(.token(token)))
        case .delete: return ended(.success(.deleted))
        case .create:
            guard let (token, range) = Outcome.created(root, in: body, now: now) else { break }
            return made(token, range, body)
        case .list: return listed(root, body, now)
        }
        return nonsense(status, "the answer lacks a field, or is about something else")
    }

    /// The token string goes from the answer's buffer to guarded memory, and nowhere else.
    private func made(_ token: Token, _ range: Range<Int>?, _ body: Span<UInt8>) -> ProviderReply {
        guard let range, let string = try? SecretBytes(copying: body.extracting(range)) else {
            return ended(.success(.created(token)))
        }
        return ProviderReply(tag: tag, outcome: .success(.created(token)), string: string)
    }

    private func listed(_ root: ScannedJSON, _ body: Span<UInt8>, _ now: Instant) -> ProviderReply? {
        switch listing.take(root, in: body, now: now) {
        case .done(let tokens): return ended(.success(.tokens(tokens)))
        case .failed(let failure): return ended(.failure(failure))
        case .ask(let page):
            guard let next = CurlHandle() else { return ended(.failure(Transfer.noMemory)) }
            handle = next
            do throws(ProviderFailure) { try prepare(page: page) } catch { return ended(.failure(error)) }
            return nil
        }
    }
}

extension ProviderRequest {
    fileprivate var isDeletion: Bool {
        if case .delete = self { true } else { false }
    }
}
