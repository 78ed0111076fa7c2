internal import Glibc

/// The sockets that the agent listens on: its own, or those that systemd passed (sd_listen_fds(3)).
struct Listeners {
    /// For this user's programs.
    let socket: Int32
    /// For systemd's `LoadCredential=`.
    let credentials: Int32?
    /// Whether systemd passed it, and goes on to listen when this process has ended.
    let isPassed: Bool
    /// Where the first lies; `nil` where it lies nowhere.
    let place: SocketPlace?
    /// Those that are ours to remove.
    private let own: [SocketPlace]

    /// Listens; throws `SocketError`.
    init(socket path: String, credentials other: String?) throws(SocketError) {
        let passed = try Socket.passed()
        var own: [SocketPlace?] = []
        isPassed = passed.socket != nil
        if let first = passed.socket {
            socket = first
            Socket.adopt(first)
            place = Socket.path(of: first).flatMap(SocketPlace.init)
        } else {
            socket = try Socket.listen(at: path)
            place = SocketPlace(path)
            own.append(place)
        }
        if let second = passed.credentials {
            credentials = second
        } else if let other, passed.socket == nil {
            credentials = try Socket.listen(at: other)
            own.append(SocketPlace(other))
        } else {
            credentials = nil
        }
        self.own = own.compactMap(\.self)
    }

    var descriptors: [Int32] { [socket] + (credentials.map { [$0] } ?? []) }

    /// Stops listening. The paths go first: once nobody listens there, they may be another agent's. What lies there in
    /// place of ours is another's already.
    func close() {
        for place in own where place.isUnchanged { unsafe unlink(place.path) }
        for descriptor in descriptors { Glibc.close(descriptor) }
    }
}
