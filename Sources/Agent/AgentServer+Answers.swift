internal import CPlatform
internal import Lifecycle
internal import Secrets
internal import Wire

// The hand-outs.

extension AgentServer {
    /// Opens what was asked for, together, and sends each its own.
    func answer(_ asked: [Asked]) {
        do throws(LedgerError) {
            guard let given = try session.handOut(asked.map(\.request), at: lockstep_monotonic()) else {
                for one in asked { refuse(one.connection, .locked) }
                return
            }
            var latest: TokenFrame?
            for (place, result) in given.enumerated() {
                let (connection, request) = (asked[place].connection, asked[place].request)
                switch result {
                case .success(let handed): deliver(handed, to: connection, &latest)
                case .failure(let error) where error.isQuestion && connection.isWaiting:
                    connection.put(off: request)
                case .failure(let error) where error.code == .perhapsExpired:
                    answer([Asked(connection: connection, request: request.with(expired: session.onExpiry))])
                case .failure(let error) where error.code == .unchallenged: challenge(connection, request)
                case .failure(let error) where error.code == .unconfirmed && error.part == .askpass:
                    ask(connection, request)
                case .failure(let error): refuse(connection, .failure(error))
                }
            }
        } catch {
            for one in asked { refuse(one.connection, .failure(error)) }
        }
    }

    /// Sends token strings; `latest` is the frame that was sent last, for all that asked for the same.
    private func deliver(_ handed: [HandedOut], to connection: Connection, _ latest: inout TokenFrame?) {
        if connection.isForSystemd {
            if let token = handed.first { connection.send(token.string) }
            return clients.drop(connection)
        }
        for (place, token) in handed.enumerated() {
            let left = UInt16(handed.count - place - 1)
            if latest?.token !== token || latest?.left != left { latest = try? TokenFrame(token, left: left) }
            guard let latest else { return refuse(connection, .failure(LedgerError(.failed, .memory))) }
            connection.send(latest.bytes)
        }
        settle(connection)
    }

    private func refuse(_ connection: Connection, _ reply: AgentReply) {
        if connection.isForSystemd { return credentials.refuse(connection, reply, self) }
        connection.send(reply)
        settle(connection)
    }

    /// Has a person asked; where nobody can be asked, the answer is no.
    private func ask(_ connection: Connection, _ request: HandOutRequest) {
        do throws(LedgerError) {
            let program = try session.askpass()
            if let unasked = questions.begin(connection, request, with: program, at: lockstep_monotonic()) {
                return answer([Asked(connection: connection, request: unasked)])
            }
        } catch { return refuse(connection, .failure(error)) }
        if !connection.isForSystemd { connection.send(.asking) }
        hold(connection)
    }
}
