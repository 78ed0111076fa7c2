internal import HTTP
internal import Lifecycle
internal import Secrets

extension HTTPRequest {
    /// The most tokens that a page may have (linode-facts, 1.5).
    static let pageSize = 500

    /// Says a request as Linode has it; `page` counts for `list` only.
    init(_ request: ProviderRequest, page: Int = 1) {
        let tokens = "/v4/profile/tokens"
        switch request {
        case .identify: self.init("GET", "/v4/profile", isRepeatable: true)
        case .list:
            self.init(
                "GET", "\(tokens)?page=\(page)&page_size=\(HTTPRequest.pageSize)", isRepeatable: true,
                lane: .listing)
        case .view(let id): self.init("GET", "\(tokens)/\(id)", isRepeatable: true)
        case .delete(let id): self.init("DELETE", "\(tokens)/\(id)", isRepeatable: true)
        case .rename(let id, let label):
            let body = "{\"label\":\(ScannedJSON.quoted(label))}"
            self.init("PUT", "\(tokens)/\(id)", body: body, isRepeatable: true)
        case .create(let label, let scopes, let expiry):
            // Scopes are always said: an omitted field would mean all of them (linode-facts, 1.2).
            let moment = expiry.moment.map { ScannedJSON.quoted($0.providerText) } ?? "null"
            let body =
                "{\"label\":\(ScannedJSON.quoted(label)),\"scopes\":\(ScannedJSON.quoted(scopes.text)),\"expiry\":\(moment)}"
            self.init("POST", tokens, body: body, isRepeatable: request.isRepeatable)
        }
    }
}
