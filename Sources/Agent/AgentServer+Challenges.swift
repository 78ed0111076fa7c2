internal import CPlatform
internal import Lifecycle
internal import Secrets
internal import Wire

// Who asks, where a rule names an executable: the client proves which program it is.

extension AgentServer {
    /// Has the client of a hand-out prove it. systemd says nothing more than whom it starts: no rule of that kind is for it.
    func challenge(_ connection: Connection, _ request: HandOutRequest) {
        let process = connection.isForSystemd ? nil : connection.process
        challenge(connection, process) { [unowned self] asker in
            let request = asker.map(request.proven) ?? request.unproven()
            answer([Asked(connection: connection, request: request)])
        }
    }

    /// Has the client prove it; `settled` is given who asks, or `nil` where that could not be told.
    func challenge(
        _ connection: Connection, _ process: ProcessHandle?, settled: @escaping (Asker?) -> Void
    ) {
        begin(connection, process, isSecond: false, at: lockstep_monotonic(), settled)
    }

    private func begin(
        _ connection: Connection, _ process: ProcessHandle?, isSecond: Bool, at moment: Int64,
        _ settled: @escaping (Asker?) -> Void
    ) {
        guard lockstep_tell_writers(connection.descriptor) == 0,
            let challenge = Challenge(
                process, isSecond: isSecond, user: connection.user, lockstep: lockstep, at: moment,
                settled: settled)
        else { return settled(nil) }
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
        case .proven(let asker): settle(connection, asker)
        case .unproven:
            // It said something else: what that means is not looked at any more.
            connection.end()
            settle(connection, nil)
        case .anotherWriter(let pid):
            // Once: a process passed its connection on, and that one has to prove itself.
            guard !challenge.isSecond else { return settle(connection, nil) }
            forget(connection)
            begin(connection, ProcessHandle(pid), isSecond: true, at: moment, challenge.settled)
        }
    }

    private func settle(_ connection: Connection, _ asker: Asker?) {
        guard let challenge = connection.challenge else { return }
        forget(connection)
        challenge.settled(asker)
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
                settle(connection, nil)
            } else {
                next = min(next, deadline - moment)
            }
        }
        return next
    }
}
