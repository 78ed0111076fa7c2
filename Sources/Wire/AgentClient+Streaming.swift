internal import Lifecycle
internal import Platform
package import Requests
internal import Secrets

// Answers that have parts. They are taken off the wire as they come, whatever becomes of them here: whoever performs the request is not
// held by a person who reads the output page by page.

extension AgentClient {
    /// Frames that are here, and what ended them.
    private typealias Ahead = BoundedQueue<Result<AnswerFrame, RequestError>>

    /// What comes of a request whose answer has parts. Nothing else is asked over this connection.
    package func perform<R: StreamedRequest>(
        streaming request: R, _ header: RequestHeader, hear: @escaping (News) -> Void
    ) throws(RequestError) -> (head: R.Answer, next: () throws(RequestError) -> R.Part?) {
        let worker = try begin(header)
        try send { () throws(SecretsError) in try Frame.write(request.encoded, to: descriptor) }
        let head: R.Answer = try answer(from: worker, hear)
        let frames = takeAhead(from: worker)
        var (parts, last) = (Reader([]), LastScopes())
        return (
            head,
            { () throws(RequestError) in
                while parts.left == 0 {
                    let frame = try self.next(of: frames, from: worker)
                    guard let answer = try self.answer(in: frame, hear) else { continue }
                    guard case .parts(let bytes) = answer else { throw .cutOff }
                    if bytes.isEmpty { return nil }
                    parts = Reader(bytes)
                }
                do throws(SecretsError) { return try R.part(from: &parts, &last) } catch { throw .cutOff }
            }
        )
    }

    private func next(of frames: Ahead?, from worker: Int32) throws(RequestError) -> AnswerFrame {
        guard let frames else { return try received(from: worker) }
        guard let frame = frames.take() else { throw .cutOff }
        return try frame.get()
    }

    /// The frames of an answer, which a thread of its own takes off the wire; `nil` without one. Where more than `mostBytes` wait to be
    /// used, it waits, and so does the worker.
    private func takeAhead(from worker: Int32) -> Ahead? {
        let frames = Ahead(limit: AnswerFrame.mostBytes)
        // From here on that thread alone uses the connection.
        nonisolated(unsafe) let client = self
        let isStarted = OwnThread.start {
            while true {
                do throws(RequestError) {
                    let frame = try unsafe client.received(from: worker)
                    frames.put(.success(frame), weight: frame.weight)
                    if frame.isLast { break }
                } catch {
                    frames.put(.failure(error), weight: 0)
                    break
                }
            }
            frames.end()
        }
        return isStarted ? frames : nil
    }
}

extension AnswerFrame {
    /// Whether nothing comes behind it in an answer that has parts.
    fileprivate var isLast: Bool {
        switch self {
        case .parts(let bytes): bytes.isEmpty
        case .failure: true
        case .news, .piece: false
        }
    }

    /// What it takes in memory, roughly.
    fileprivate var weight: Int {
        switch self {
        case .parts(let bytes), .piece(let bytes, _): bytes.count
        case .news, .failure: 256
        }
    }
}
