import Glibc
import Lifecycle
import Platform
import Requests
import Secrets
import TestSupport
import Testing
import Wire

@testable import Agent

@Suite("A long answer on its way to its reader")
struct StreamingTests {
    private let folder = TemporaryFolder()

    /// A worker that tells so many entries, one frame each, and then whether all of them have left it.
    private static func serve(_ listener: Int32, count: Int, done: Int32) {
        let client = accept(listener, nil, nil)
        guard (try? Frame.read(from: client)) != nil else { return }
        var lent = DescriptorPair(-1, -1)
        let wire = AnswerWire(client, patience: 60_000)
        guard wire.receive(lent: &lent) != nil else { return }
        wire.tell(answer: Done())
        var left = count
        try? wire.tell(
            parts: AnswerStream(Done()) { () throws(Failure) in
                left -= 1
                return left >= 0 ? [StreamingTests.entry] : nil
            }, isLive: true)
        try? writeAll([wire.isGone ? 0 : 1].span, to: done)
        close(client)
    }

    private static let entry = AuditEntry(
        .handedOut, time: Instant(seconds: 5), label: "ci",
        detail: String(repeating: "x", count: 8000))

    @Test("is off the wire before anybody reads any of it, and whole")
    func ahead() throws {
        let path = "\(folder.path)/run/agent.sock"
        let listener = try Socket.listen(at: path)
        defer { close(listener) }
        let count = 2000
        let done = try DescriptorPair.pipe()
        let (reader, writer) = (done.firstNumber, done.secondNumber)
        // The listener does not wait: the client is there first.
        let client = try AgentClient(socket: path)
        #expect(OwnThread.start { StreamingTests.serve(listener, count: count, done: writer) })
        let header = RequestHeader(vault: [1], kind: .follow, settle: 0, address: nil, proxies: [])
        let stream = try client.perform(streaming: FollowRequest(AuditRequest()), header, hear: { _ in })
        #expect(ready(reader, for: POLLIN, milliseconds: 120_000) != 0)
        #expect(try done.first?.readOnce(1) == [1])
        var found = 0
        while let entries = try stream.next() { found += entries.count }
        #expect(found == count)
    }
}
