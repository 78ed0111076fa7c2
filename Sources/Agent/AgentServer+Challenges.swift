internal import CPlatform
internal import Lifecycle
internal import Secrets
internal import Wire

// Hand-outs whose rules name an executable.

extension AgentServer {
    /// Has the client prove which program it is. systemd says nothing more than whom it starts: no rule of that kind is for it.
    func challenge(_ connection: Connection, _ request: HandOutRequest) {
        let process = connection.isForSystemd ? nil : connection.process
        begin(connection, request, process, isSecond: false, at: lockstep_monotonic())
    }

    private func begin(
        _ connection: Connection, _ request: HandOutRequest, _ process: ProcessHandle?, isSecond: Bool,
        at moment: Int64
    ) {
        guard lockstep_tell_writers(connection.descriptor) == 0,
            let challenge = Challenge(
                request, process, isSecond: isSecond, user: connection.user, lockstep: lockstep, at: moment)
        else { return answer([Asked(connection: connection, request: request.unproven())]) }
        connection.challenge = challenge
        challenged.append(connection)
        connection.send(.challenge(challenge.nonce))
    }

    /// Reads what came back to a challenge.
    func prove(_ connection: Connection, through buffer: inout [UInt8], at moment: Int64) {
        guard let challenge = connection.challenge,
            let written = connection.receiveWritten(through: &buffer)
        else { return }
        connection.heard = moment
        switch challenge.judge(written.bytes, writtenBy: written.pid, user: written.user) {
        case .proven(let asker): settle(connection) { $0.proven(asker) }
        case .unproven:
            // It said something else: what that means is not looked at any more.
            connection.end()
            settle(connection) { $0.unproven() }
        case .anotherWriter(let pid):
            // Once: a process passed its connection on, and that one has to prove itself.
            guard !challenge.isSecond else { return settle(connection) { $0.unproven() } }
            forget(connection)
            begin(connection, challenge.request, ProcessHandle(pid), isSecond: true, at: moment)
        }
    }

    private func settle(_ connection: Connection, _ judged: (HandOutRequest) -> HandOutRequest) {
        guard let challenge = connection.challenge else { return }
        forget(connection)
        answer([Asked(connection: connection, request: judged(challenge.request))])
    }

    private func forget(_ connection: Connection) {
        connection.challenge = nil
        challenged.removeAll { $0 === connection }
    }

    /// Refuses those who did not answer in time. Returns the milliseconds until it has to be called again.
    func expireChallenges(at moment: Int64) -> Int64 {
        var next: Int64 = 60_000
        for connection in challenged {
            guard let deadline = connection.challenge?.deadline else { continue }
            if deadline <= moment {
                settle(connection) { $0.unproven() }
            } else {
                next = min(next, deadline - moment)
            }
        }
        return next
    }
}
