/// A request to the server of a client.
package struct HTTPRequest: Hashable, Sendable {
    /// What the server counts requests by, beside the credential, when it says how many more it takes.
    package enum Lane: Hashable, Sendable {
        /// Requests for one thing.
        case single
        /// Requests for pages of a listing.
        case listing
    }

    /// `GET`, `POST` and so on.
    package let method: String
    /// The path behind the base URL, query included.
    package let path: String
    /// The JSON body; it holds no secret.
    package let body: String?
    /// Whether it does no harm when it arrives twice.
    package let isRepeatable: Bool
    /// How the server counts it.
    package let lane: Lane

    /// Describes a request.
    package init(
        _ method: String, _ path: String, body: String? = nil, isRepeatable: Bool, lane: Lane = .single
    ) {
        (self.method, self.path, self.body) = (method, path, body)
        (self.isRepeatable, self.lane) = (isRepeatable, lane)
    }
}
