internal import CPlatform
internal import Glibc

/// The sockets that the agent listens on: its own, or those that systemd passed (sd_listen_fds(3)).
struct Listeners {
    /// For this user's programs.
    let socket: Int32
    /// For systemd's `LoadCredential=`.
    let credentials: Int32?
    /// Paths that are ours to remove.
    private let own: [String]

    /// Listens; throws `SocketError`.
    init(socket path: String, credentials other: String?) throws(SocketError) {
        let passed = try Socket.passed()
        var own: [String] = []
        if let first = passed.socket {
            socket = first
        } else {
            socket = try Socket.listen(at: path)
            own.append(path)
        }
        if let second = passed.credentials {
            credentials = second
        } else if let other, passed.socket == nil {
            credentials = try Socket.listen(at: other)
            own.append(other)
        } else {
            credentials = nil
        }
        self.own = own
    }

    var descriptors: [Int32] { [socket] + (credentials.map { [$0] } ?? []) }

    /// Stops listening. The paths go first: once nobody listens there, they may be another agent's.
    func close() {
        for path in own { unsafe unlink(path) }
        for descriptor in descriptors { Glibc.close(descriptor) }
    }
}
