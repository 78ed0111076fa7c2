import Glibc
import Lifecycle
import Platform
import Requests
import Secrets
import Testing

@testable import Agent

@Suite("A worker's end of the connection")
struct AnswerWireTests {
    /// Without an end.
    private static func endless() -> AnswerStream<Done, String> {
        AnswerStream(Done()) { () throws(Failure) in "one more part of it" }
    }

    @Test("a client that never reads its answer is given up, however long the answer is")
    func unread() throws {
        var pair = try DescriptorPair.stream()
        guard let client = pair.first.take(), let worker = pair.second.take() else {
            return #expect(Bool(false))
        }
        let wire = AnswerWire(worker.number, patience: 20)
        try wire.tell(parts: AnswerWireTests.endless(), isLive: false)
        #expect(wire.isGone)
        #expect(client.number != worker.number)
    }

    @Test("a client that reads later than the socket is full is waited for, though the agent would not wait")
    func waiting() throws {
        var pair = try DescriptorPair.stream()
        guard let client = pair.first.take(), let worker = pair.second.take() else {
            return #expect(Bool(false))
        }
        // As the agent has its connections.
        #expect(fcntl(worker.number, F_SETFL, O_NONBLOCK) == 0)
        let wire = AnswerWire(worker.number)
        #expect(fcntl(worker.number, F_GETFL) & O_NONBLOCK == 0)
        #expect(!wire.isGone && client.number != worker.number)
    }
}
