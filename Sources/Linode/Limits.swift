/// How long one HTTP request may take.
public struct Limits: Sendable {
    /// Seconds until the connection stands, TLS included.
    public var connecting = 10
    /// Seconds for everything.
    public var total = 60
    /// Seconds during which less than ten bytes a second may come.
    public var silence = 20

    /// Takes other limits than the usual ten, sixty and twenty seconds.
    public init(connecting: Int = 10, total: Int = 60, silence: Int = 20) {
        self.connecting = connecting
        self.total = total
        self.silence = silence
    }
}
