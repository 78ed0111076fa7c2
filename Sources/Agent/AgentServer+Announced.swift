internal import Lifecycle
internal import Wire

// Secrets that clients announce.

extension AgentServer {
    /// Has a client send a secret, and a worker begin once it is here.
    func expect(_ task: WorkerTask, _ count: UInt16, from connection: Connection) {
        guard clients.await(connection) else {
            return connection.send(.failure(LedgerError(.failed, .memory)))
        }
        connection.announced = Announced(task, count: count, at: connection.heard)
        announcing.append(connection)
        connection.send(.proceed)
    }

    /// Looks what has come of a secret.
    func collect(_ connection: Connection) {
        guard let announced = connection.announced else { return }
        switch announced.state(on: connection.descriptor) {
        case .partly: return
        case .never:
            forget(announced: connection)
            connection.end()
        case .whole:
            forget(announced: connection)
            begin(announced.task, for: connection)
            // What is there and nobody reads now is no request.
            if !connection.isHeld { clients.drop(connection) }
        }
    }

    /// Hangs up on those who did not send it in time. Returns the milliseconds until it has to be called again.
    func expireAnnounced(at moment: Int64) -> Int64 {
        while let connection = announcing.first, let deadline = connection.announced?.deadline {
            guard deadline <= moment else { return deadline - moment }
            forget(announced: connection)
            connection.send(.failure(LedgerError(.failed, .unsent)))
            clients.drop(connection)
        }
        return 60_000
    }

    /// Awaits nothing from a client any more.
    func forget(announced connection: Connection) {
        connection.announced = nil
        announcing.removeAll { $0 === connection }
        clients.endAwaiting(connection)
    }
}
