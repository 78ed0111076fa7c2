import Lifecycle
import Requests
import Secrets

@testable import Agent
@testable import ProviderLink
@testable import Wire

/// What goes between processes: the agent's requests and answers, every use case, and what `lockstep-provider` says to who holds the
/// keys. The first byte says which.
enum WireFrames {
    static func problem(with bytes: [UInt8]) -> String? {
        var input = FuzzInput(bytes)
        let kind = Int(input.byte())
        switch kind {
        case 0: return request(input.all())
        case 1: return reply(input.all())
        case 2:
            return Canonical.problem("a frame of an answer", input.all(), isExact: false) {
                (bytes) throws(SecretsError) in
                try AnswerFrame(bytes).bytes
            }
        case 3: return buffered(&input)
        case 4: return message(input.all())
        case 5: return provider(input.all())
        default:
            let type = WireTypes.all[(kind - 6) % WireTypes.all.count]
            return Canonical.problem(type, input.all())
        }
    }

    private static func request(_ bytes: [UInt8]) -> String? {
        Canonical.problem("a request", bytes) { (bytes) throws(SecretsError) in
            let request = try AgentRequest(bytes)
            // Another version's `stop` and `lock` are understood.
            return request == .stop || request == .lock ? nil : request?.bytes
        }
    }

    private static func reply(_ bytes: [UInt8]) -> String? {
        Canonical.problem("an answer", bytes, isExact: false) { (bytes) throws(SecretsError) in
            let reply = try AgentReply(bytes)
            if case .otherVersion = reply { return nil }
            return reply == .done ? nil : reply.bytes
        }
    }

    /// Requests as they come in, in pieces: cut where they were joined, whatever the pieces are.
    private static func buffered(_ input: inout FuzzInput) -> String? {
        var (buffer, all, cut) = (RequestBuffer(), [UInt8](), [UInt8]())
        while !input.isEmpty {
            let piece = input.bytes(max(1, Int(input.byte())))
            buffer.append(piece[...])
            all += piece
            while let next = try? buffer.next() { cut += next }
            buffer.trim()
        }
        guard all.starts(with: cut) else { return "requests are cut where nobody has joined them" }
        return cut.count + buffer.count == all.count ? nil : "bytes of requests are lost"
    }

    /// A frame that came as one message: its parts are what was sent, and as long as it says.
    private static func message(_ bytes: [UInt8]) -> String? {
        guard var buffer = try? SecretBuffer(capacity: bytes.count + 1) else { return nil }
        for byte in bytes { buffer.append(byte) }
        guard let frame = try? Frame(message: buffer) else { return nil }
        return frame.body.count + frame.secretCount + 8 == bytes.count
            ? nil : "a frame is not as long as it says"
    }

    private static func provider(_ bytes: [UInt8]) -> String? {
        Canonical.problem("a message of the provider's process", bytes) { (bytes) throws(SecretsError) in
            try Message(bytes).bytes
        }
    }
}

extension Frame {
    fileprivate var secretCount: Int {
        switch secret {
        case .some(let secret): secret.count
        case .none: 0
        }
    }
}
