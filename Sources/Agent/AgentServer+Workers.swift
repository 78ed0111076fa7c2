internal import CPlatform
internal import Lifecycle
internal import Secrets
internal import Wire

// What workers do for clients.

extension AgentServer {
    /// Has a worker answer a client, which is not listened to meanwhile.
    func begin(_ task: WorkerTask, for connection: Connection) {
        do throws(LedgerError) {
            try workers.begin(Workers.Job(task: task, connection: connection))
        } catch { return connection.send(.failure(error)) }
        hold(connection)
    }

    /// Answers the client for whom a worker is done, and starts what waits; `false` when the descriptor is no worker's channel.
    func finish(_ channel: Int32) -> Bool {
        guard var finished = workers.take(channel) else { return false }
        watchers.hurry()
        if finished.job.task.isUse {
            session.use(at: lockstep_monotonic())
            if finished.hasSaid, finished.job.task.isCounted { changes.takeBack() }
        }
        if let connection = finished.job.connection {
            connection.send(reply(to: finished.job.task, finished.answer.take()))
            settle(connection)
        }
        while let (job, error) = workers.next() {
            guard let failed = job.connection else { continue }
            failed.send(.failure(error))
            settle(failed)
        }
        return true
    }

    /// What a worker's answer means to the client.
    private func reply(to task: WorkerTask, _ answer: consuming Frame?) -> AgentReply {
        guard var answer, let reply = try? AgentReply(answer.body) else {
            return .failure(LedgerError(.failed, .worker))
        }
        guard case .unlock(_, _, let times) = task, reply == .done else { return reply }
        guard let keys = answer.secret.take() else { return .failure(LedgerError(.failed, .worker)) }
        do throws(LedgerError) {
            var claim = session.claim
            if claim == nil { claim = try KeyClaim.take(beside: session.vault, socket: socket) }
            guard let claim else {
                return .heldElsewhere((try? KeyHolder.of(session.vault)) ?? KeyHolder(pid: 0, socket: ""))
            }
            try session.unlock(keys, at: lockstep_monotonic(), claim: claim, times: times)
        } catch { return .failure(error) }
        changes = ChangeWindow()
        workers.hurry()
        credentials.retry(self)
        return .done
    }

    /// Ends the workers: whoever waits for one learns that the agent is locked.
    func endWorkers() {
        for connection in announcing {
            forget(announced: connection)
            connection.send(.locked)
            // What it may send still is no request.
            clients.drop(connection)
        }
        for job in workers.end() {
            guard let connection = job.connection else { continue }
            connection.send(.locked)
            settle(connection)
        }
    }
}
