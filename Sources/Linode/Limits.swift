package import HTTP
internal import Lifecycle

/// How long a request may take, and how much a whole listing may hold.
package struct Limits: Sendable {
    /// How long one exchange may take.
    package var times: TimeLimits
    /// Seconds for all pages of a listing: the provider takes 200 requests for pages a minute (linode-facts, 1.5).
    package var listing = 300
    /// Pages of a listing.
    package var pages = 2000
    /// Tokens in a listing.
    package var tokens = ProviderBounds.tokens
    /// Bytes of all pages of a listing.
    package var bytes = 64 << 20

    /// Takes other limits than the usual ones for one exchange.
    package init(times: TimeLimits = TimeLimits()) { self.times = times }
}
