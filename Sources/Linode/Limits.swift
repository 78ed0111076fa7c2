internal import Lifecycle

/// How long one HTTP request may take, and how much a whole listing may hold.
package struct Limits: Sendable {
    /// Seconds until the connection stands, TLS included.
    package var connecting = 10
    /// Seconds for everything.
    package var total = 60
    /// Seconds during which less than ten bytes a second may come.
    package var silence = 20
    /// Seconds for all pages of a listing: the provider takes 200 requests for pages a minute (linode-facts, 1.5).
    package var listing = 300
    /// Pages of a listing.
    package var pages = 2000
    /// Tokens in a listing.
    package var tokens = ProviderBounds.tokens
    /// Bytes of all pages of a listing.
    package var bytes = 64 << 20

    /// Takes other limits than the usual ones for one request.
    package init(connecting: Int = 10, total: Int = 60, silence: Int = 20) {
        self.connecting = connecting
        self.total = total
        self.silence = silence
    }
}
