internal import Glibc
package import Lifecycle
internal import Platform
package import Requests
package import Secrets

/// Why an agent gave no answer to a request.
package enum RequestError: Error, Sendable {
    /// The agent did not take it: nothing was begun.
    case untaken(AgentError)
    /// It was not done as asked.
    case failed(Failure)
    /// Whoever performed it ended without a word: what was begun is in the journal.
    case cutOff
    /// Whoever performs it is stopped, so that it cannot go on (signal(7), "SIGSTOP").
    case stopped(Int32)
}

// Requests that are no hand-outs. Each has a connection of its own, which ends with it.

extension AgentClient {
    /// What comes of a request; `hear` is told what happens meanwhile.
    package func perform<R: Request>(
        _ request: R, _ header: RequestHeader, hear: (News) -> Void
    ) throws(RequestError) -> R.Answer {
        let worker = try begin(header)
        try send { () throws(SecretsError) in try Frame.write(request.encoded, to: descriptor) }
        return try answer(from: worker, hear)
    }

    /// What comes of a request that a secret belongs to, which goes from guarded memory to the socket.
    package func perform<R: SecretRequest>(
        _ request: R, with secret: borrowing SecretBytes, _ header: RequestHeader, hear: (News) -> Void
    ) throws(RequestError) -> R.Answer {
        let worker = try begin(header)
        do throws(SecretsError) {
            try Frame.write(request.encoded, secret: secret, to: descriptor)
        } catch { throw .untaken(.broken) }
        return try answer(from: worker, hear)
    }

    /// What comes of a request about files, which are lent.
    package func perform<R: FileRequest>(
        _ request: R, lending files: LentFiles, _ header: RequestHeader, hear: (News) -> Void
    ) throws(RequestError) -> R.Answer {
        let worker = try begin(header)
        try send { () throws(SecretsError) in
            try Frame.write(request.encoded, lending: files.pair, to: descriptor)
        }
        return try answer(from: worker, hear)
    }

    /// Has the first interrupt reach whoever performs the request, which then begins nothing more and still answers.
    package func passOnInterrupts() { try? Halting.onInterrupt(passedTo: descriptor) }

    /// Asks for a worker; returns its process id once it waits for the request.
    func begin(_ header: RequestHeader) throws(RequestError) -> Int32 {
        do throws(AgentError) {
            var answer = try ask(.perform(header))
            // A second time where another process connected than the one that asks.
            while case .challenge(let nonce) = answer.reply { answer = try ask(.proof(nonce)) }
            guard case .working(let pid) = answer.reply else { throw .broken }
            return pid
        } catch { throw .untaken(error) }
    }

    func send(_ write: () throws(SecretsError) -> Void) throws(RequestError) {
        do throws(SecretsError) { try write() } catch { throw .untaken(.broken) }
    }

    func answer<A: Coded>(from worker: Int32, _ hear: (News) -> Void) throws(RequestError) -> A {
        var bytes: [UInt8] = []
        while true {
            guard case .piece(let more, let isLast) = try frame(from: worker, hear),
                bytes.count + more.count <= AnswerFrame.mostBytes
            else { throw .cutOff }
            bytes += more
            guard isLast else { continue }
            do throws(SecretsError) { return try A(bytes) } catch { throw .cutOff }
        }
    }

    /// The next frame that is no news.
    private func frame(from worker: Int32, _ hear: (News) -> Void) throws(RequestError) -> AnswerFrame {
        while true {
            if let answer = try answer(in: received(from: worker), hear) { return answer }
        }
    }

    /// What a frame has of the answer; `nil` where it has news.
    func answer(in frame: AnswerFrame, _ hear: (News) -> Void) throws(RequestError) -> AnswerFrame? {
        switch frame {
        case .news(let news):
            hear(news)
            return nil
        case .failure(let failure): throw .failed(failure)
        case .piece, .parts: return frame
        }
    }

    /// The next frame, whatever it has.
    func received(from worker: Int32) throws(RequestError) -> AnswerFrame {
        try awaitFrame(from: worker)
        guard let frame = try? Frame.read(from: descriptor), let answer = try? AnswerFrame(frame.body)
        else { throw .cutOff }
        return answer
    }

    /// Waits, for as long as the worker works: one that is stopped is not waited for.
    private func awaitFrame(from worker: Int32) throws(RequestError) {
        var found = 0
        while ready(descriptor, for: POLLIN, milliseconds: AgentClient.look) == 0 {
            found = ProcessEntry(pid: worker).isStopped ? found + 1 : 0
            // Twice: one that is being traced is stopped for moments.
            if found == 2 { throw .stopped(worker) }
        }
    }
}
