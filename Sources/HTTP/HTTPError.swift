/// Why a request got no answer that can be used.
package struct HTTPError: Error, Hashable, Sendable {
    /// What it means for the request.
    package enum Kind: Hashable, Sendable {
        /// It was not sent: its address, its credential or a setting cannot be used, or there is no memory.
        case refused
        /// It was not sent: no address, no connection, no proof of the server's name (TLS).
        case unreachable
        /// It may have arrived; no answer, or half of one, came back.
        case interrupted
        /// It arrived, and the answer is longer than any that is accepted.
        case tooLong
    }

    /// What it means for the request.
    package let kind: Kind
    /// Why, for people; it holds no secret.
    package let words: String

    init(_ kind: Kind, _ words: String) { (self.kind, self.words) = (kind, words) }

    static let noMemory = HTTPError(.refused, "no memory, or libcurl did not start")
}
