internal import HTTP
internal import Lifecycle

// The headers that mean something to Linode (linode-facts, 1.5).

extension AnswerHeaders {
    /// Their names, in lower case.
    static let linode: Set<String> = ["x-oauth-scopes", "x-accepted-oauth-scopes", "x-customer-uuid"]

    /// The scopes of the credential, as the provider names them; `unknown` for a dead one.
    var scopes: String? { self["x-oauth-scopes"] }
    /// The scopes that the endpoint accepts.
    var acceptedScopes: String? { self["x-accepted-oauth-scopes"] }
    /// The account's id.
    var customer: String? { self["x-customer-uuid"] }
}

extension ProviderFailure {
    /// What it means to a provider's request that HTTP got no answer.
    init(_ error: HTTPError) {
        let code: Code =
            switch error.kind {
            case .refused: .helper
            case .unreachable: .unreachable
            case .interrupted: .interrupted
            case .tooLong: .nonsense
            }
        self.init(code, reason: error.words)
    }
}
