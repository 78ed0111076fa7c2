import Lifecycle
import Secrets
import Testing
import Wire

@testable import Agent

@Suite("What a client has sent")
struct RequestBufferTests {
    private let frame = Frame.open(AgentRequest.status.bytes)

    @Test(
        "requests come out whole and in their order, however they came in", arguments: [1, 2, 7, 11, 12, 100])
    func pieces(_ size: Int) throws {
        let requests: [AgentRequest] = [
            .status, .lock, .unlock(.keyFile, count: 7, times: LockTimes(idle: 9)), .stop,
        ]
        let sent = requests.flatMap { Frame.open($0.bytes) }
        var (buffer, found) = (RequestBuffer(), [AgentRequest]())
        for start in stride(from: 0, to: sent.count, by: size) {
            buffer.append(sent[start..<min(start + size, sent.count)])
            while let frame = try buffer.next() {
                found.append(try #require(try AgentRequest(Array(frame.dropFirst(8)))))
            }
            buffer.trim()
        }
        #expect(found == requests && buffer.count == 0 && !buffer.hasMore)
    }

    @Test("half a request waits, and a longer one than is allowed is told as soon as its length is known")
    func lengths() throws {
        var buffer = RequestBuffer()
        buffer.append(frame.dropLast())
        #expect(try !buffer.hasMore && buffer.next() == nil && buffer.count == frame.count - 1)
        var long = RequestBuffer()
        long.append([0, 0, 0x80, 1, 0, 0, 0, 0][...])
        #expect(long.hasMore)
        #expect(throws: SecretsError.tooLong) { _ = try long.next() }
        var hidden = RequestBuffer()
        hidden.append([0, 0, 0, 1, 0, 0, 0, 1][...])
        #expect(throws: SecretsError.tooLong) { _ = try hidden.next() }
    }
}
