internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets
internal import Wire

/// A worker's end of the connection to the client whose request it performs.
final class AnswerWire {
    let client: Int32
    /// Whether nobody reads any more: what is said then is lost.
    private(set) var isGone: Bool

    /// How long a client may take to send its request, in milliseconds.
    private static let patience = 5000

    /// Speaks to a client, which may take so many milliseconds to read what it is told.
    init(_ client: Int32, patience: Int = 30_000) {
        self.client = client
        // The agent does not wait for its clients. A worker does: else an answer ends where the socket is full.
        let flags = fcntl(client, F_GETFL)
        isGone = flags < 0 || fcntl(client, F_SETFL, flags & ~O_NONBLOCK) != 0
        var time = timeval(tv_sec: patience / 1000, tv_usec: patience % 1000 * 1000)
        // Where that is refused, one that does not read is waited for until the agent locks.
        _ = unsafe setsockopt(
            client, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Has the client send its request, and what it lends with it; `nil` where it does not, in time.
    func receive(lent pair: inout DescriptorPair) -> Frame? {
        send(AgentReply.working(getpid()).bytes)
        return try? Frame.read(
            from: client, lent: &pair, until: Deadline(milliseconds: AnswerWire.patience))
    }

    /// Tells the client something.
    func tell(_ frame: AnswerFrame) { send(frame.bytes) }

    /// Sends an answer, or its beginning.
    func tell(answer: some Coded) {
        let bytes = answer.encoded
        var rest = bytes[...]
        repeat {
            let piece = rest.prefix(AnswerFrame.limit)
            rest = rest.dropFirst(piece.count)
            tell(.piece(Array(piece), isLast: rest.isEmpty))
        } while !rest.isEmpty && !isGone
    }

    /// Sends the parts of an answer as they come, until nobody reads them.
    func tell<Head, Part: Coded>(
        parts stream: AnswerStream<Head, Part>, isLive: Bool
    ) throws(Failure) {
        var writer = Writer(capacity: 2 * AnswerFrame.limit)
        while !isGone, let part = try stream.next() {
            part.encode(to: &writer)
            guard isLive || writer.count >= AnswerFrame.limit else { continue }
            tell(.parts(writer.bytes))
            writer = Writer(capacity: 2 * AnswerFrame.limit)
        }
        if writer.count > 0 { tell(.parts(writer.bytes)) }
        tell(.parts([]))
    }

    private func send(_ body: [UInt8]) {
        guard !isGone else { return }
        isGone = (try? Frame.write(body, to: client)) == nil
    }
}
