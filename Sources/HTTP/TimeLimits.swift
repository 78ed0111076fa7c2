/// How long one request may take.
package struct TimeLimits: Hashable, Sendable {
    /// Seconds until the connection stands, TLS included.
    package var connecting: Int
    /// Seconds for everything.
    package var total: Int
    /// Seconds during which less than ten bytes a second may come.
    package var silence: Int

    /// Takes other limits than the usual ones.
    package init(connecting: Int = 10, total: Int = 60, silence: Int = 20) {
        (self.connecting, self.total, self.silence) = (connecting, total, silence)
    }
}
