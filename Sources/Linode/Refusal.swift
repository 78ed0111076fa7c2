internal import HTTP
internal import Lifecycle
internal import Secrets

/// What an answer with another status than 2xx says (linode-facts, 1.4).
struct Refusal {
    let status: Int
    let headers: AnswerHeaders
    /// Whether the body has the provider's own error shape; anything else comes from something in between.
    let isGenuine: Bool
    /// The first reason, cleaned and cut; `nil` also when it repeats a piece of the credential.
    let reason: String?
    /// Whether it is told in the words for a missing scope.
    private let isAboutScopes: Bool
    /// The scope that the endpoint wants, as its header names it.
    private let acceptedScope: String?

    init(_ answer: HTTPAnswer, body: Span<UInt8>, credential: borrowing SecretBytes) {
        (status, headers) = (answer.status, answer.headers)
        let first = (try? ScannedJSON.scan(body))?.member("errors")?.elements?.first
        let said = first?.member("reason")?.text(in: body)
        isGenuine = said != nil
        isAboutScopes = said?.contains("not authorized") ?? false
        let field = first?.member("field")?.text(in: body).map { "\($0): " } ?? ""
        let cleaned = said.map { Plain.text(field + $0, limit: ProviderBounds.name) }
        reason = try? AnswerText.checked(cleaned, upTo: ProviderBounds.name, for: credential)
        let named = headers.acceptedScopes?.split(separator: " ").first.map { String($0) }
        acceptedScope = try? AnswerText.checked(named, upTo: ProviderBounds.name, for: credential)
    }

    /// What it means for a request; `absent` is an answer, the rest are failures.
    func outcome(of request: ProviderRequest) -> Result<ProviderAnswer, ProviderFailure> {
        switch status {
        case 429: return .failure(failure(.throttled, wait: true))
        case 408, 500...599: return .failure(failure(.unavailable, wait: status == 503))
        // nginx in front answers 400 as HTML when it is in trouble.
        case 400 where !isGenuine: return .failure(failure(.unavailable))
        // A 404 or 401 of a proxy proves nothing about a token.
        case _ where !isGenuine || !(400...499).contains(status):
            return .failure(ProviderFailure(.nonsense, status: status))
        case 401: return .failure(unauthorised(request))
        case 403: return .failure(failure(.forbidden))
        case 404: return request.canBeAbsent ? .success(.absent) : .failure(failure(.rejected))
        default: return .failure(failure(.rejected))
        }
    }

    private func failure(_ code: ProviderFailure.Code, wait: Bool = false) -> ProviderFailure {
        ProviderFailure(code, status: status, reason: reason, retryAfter: wait ? headers.retryAfter : nil)
    }

    /// A missing scope is a 401 too; only the header, else the sentence, tells it from a dead credential.
    private func unauthorised(_ request: ProviderRequest) -> ProviderFailure {
        let lives = headers.scopes.map { $0 != "unknown" } ?? isAboutScopes
        guard lives else { return failure(.deadCredential) }
        var failure = failure(.missingScope)
        failure.wantedScope = acceptedScope ?? request.wantedScope
        return failure
    }
}

extension ProviderRequest {
    /// Whether 404 is an answer to it.
    var canBeAbsent: Bool {
        switch self {
        case .view, .rename, .delete: true
        case .identify, .create, .list: false
        }
    }

    /// The scope that it needs (linode-facts, 1.1).
    var wantedScope: String? {
        switch self {
        case .identify: nil
        case .view, .list: "account:read_only"
        case .create, .rename, .delete: "account:read_write"
        }
    }
}
