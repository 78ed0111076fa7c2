internal import Lifecycle
internal import Secrets

/// A request as HTTP says it.
struct Call: Equatable {
    var method: String
    /// The path behind the base URL, query included.
    var path: String
    /// The JSON body; it holds no secret.
    var body: String?

    /// The most tokens that a page may have (linode-facts, 1.5).
    static let pageSize = 500

    /// Says a request; `page` counts for `list` only.
    init(_ request: ProviderRequest, page: Int = 1) {
        let tokens = "/v4/profile/tokens"
        body = nil
        switch request {
        case .identify: (method, path) = ("GET", "/v4/profile")
        case .list: (method, path) = ("GET", "\(tokens)?page=\(page)&page_size=\(Call.pageSize)")
        case .view(let id): (method, path) = ("GET", "\(tokens)/\(id)")
        case .delete(let id): (method, path) = ("DELETE", "\(tokens)/\(id)")
        case .rename(let id, let label):
            (method, path) = ("PUT", "\(tokens)/\(id)")
            body = "{\"label\":\(ScannedJSON.quoted(label))}"
        case .create(let label, let scopes, let expiry):
            (method, path) = ("POST", tokens)
            // Scopes are always said: an omitted field would mean all of them (linode-facts, 1.2).
            let moment = expiry.moment.map { ScannedJSON.quoted($0.providerText) } ?? "null"
            body =
                "{\"label\":\(ScannedJSON.quoted(label)),\"scopes\":\(ScannedJSON.quoted(scopes.text)),\"expiry\":\(moment)}"
        }
    }
}
