package import Lifecycle
package import Secrets

/// What a client asks of the agent.
package enum AgentRequest: Equatable {
    /// How does it stand? Never counts as use.
    case status
    /// End.
    case stop
    /// Wipe the keys.
    case lock
    /// Open the vault; once the agent said `proceed`, so many secret bytes follow. From then on it locks at these times.
    case unlock(Unlocking.Form, count: UInt16, times: LockTimes)
    /// Token strings for an application. The vault's path is bytes to the kernel, and compared as such.
    case handOut(
        vault: [UInt8], verb: String, generation: UInt32?, destination: Destination?, evenExpired: Bool,
        labels: [Label], answers: HandOutAnswers = HandOutAnswers())
    /// The label of the token whose string begins so: 16 characters, which the provider shows to everybody.
    case find(vault: [UInt8], prefix: String)
    /// The number that the agent sent, back from who wrote the request; in a frame and a write of its own.
    case proof([UInt8])
    /// To be told, on this connection, whenever other tokens are handed out under these labels.
    case watch(vault: [UInt8], labels: [Label])
    /// Anything else; once the agent said `working`, the request itself follows, in a frame with its secret.
    case perform(RequestHeader)

    /// As it is sent, without its frame.
    package var bytes: [UInt8] {
        var writer = Writer()
        writer.number(version)
        switch self {
        case .status: writer.byte(1)
        case .stop: writer.byte(2)
        case .lock: writer.byte(3)
        case .unlock(let form, let count, let times):
            writer.byte(4)
            writer.value(form)
            writer.number(count)
            times.encode(to: &writer)
        case .handOut(
            let vault, let verb, let generation, let destination, let evenExpired, let labels, let answers):
            writer.byte(answers.isEmpty ? 5 : 9)
            writer.bytes(vault)
            writer.string(verb)
            writer.optional(generation) { $0.number($1) }
            writer.optional(destination) { $0.string($1.text) }
            writer.flag(evenExpired)
            AgentRequest.write(labels, to: &writer)
            if !answers.isEmpty { writer.value(answers) }
        case .find(let vault, let prefix):
            writer.byte(6)
            writer.bytes(vault)
            writer.string(prefix)
        case .proof(let nonce):
            writer.byte(7)
            writer.raw(nonce)
        case .perform(let header):
            writer.byte(8)
            writer.value(header)
        case .watch(let vault, let labels):
            writer.byte(10)
            writer.bytes(vault)
            AgentRequest.write(labels, to: &writer)
        }
        return writer.bytes
    }

    private var version: UInt16 {
        switch self {
        case .handOut(_, _, _, _, _, _, let answers) where !answers.isEmpty: AgentProtocol.requestsVersion
        case .status, .unlock, .perform, .watch: AgentProtocol.requestsVersion
        case .stop, .lock, .handOut, .find, .proof: AgentProtocol.version
        }
    }

    /// Reads a request strictly; `nil` for another version, whose `stop` and `lock` are understood all the same.
    package init?(_ bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        let version: UInt16 = try reader.number()
        let kind = try reader.byte()
        let expected =
            [1, 4, 8, 9, 10].contains(kind) ? AgentProtocol.requestsVersion : AgentProtocol.version
        guard version == expected || kind == 2 || kind == 3 else { return nil }
        switch kind {
        case 1: self = .status
        case 2: self = .stop
        case 3: self = .lock
        case 4:
            self = .unlock(
                try reader.value(), count: try reader.number(),
                times: try LockTimes(from: &reader))
        case 5, 9: self = try AgentRequest.handOut(from: &reader, hasAnswers: kind == 9)
        case 6:
            self = .find(vault: try reader.bytes(), prefix: try reader.string())
            guard case .find(_, let prefix) = self, prefix.utf8.count <= AgentProtocol.prefixLimit else {
                throw .malformed
            }
        case 7: self = .proof(try reader.raw(AgentProtocol.nonceLength))
        case 8: self = .perform(try reader.value())
        case 10: self = .watch(vault: try reader.bytes(), labels: try AgentRequest.labels(from: &reader))
        default: throw .malformed
        }
        try reader.end()
    }

    private static func handOut(
        from reader: inout Reader, hasAnswers: Bool
    ) throws(SecretsError) -> AgentRequest {
        let (vault, verb) = (try reader.bytes(), try reader.string())
        let generation: UInt32? = try reader.flag() ? try reader.number() : nil
        let destination = try reader.flag() ? try Destination(from: &reader) : nil
        let evenExpired = try reader.flag()
        guard AgentProtocol.isVerb(verb) else { throw .malformed }
        let labels = try labels(from: &reader)
        return .handOut(
            vault: vault, verb: verb, generation: generation, destination: destination,
            evenExpired: evenExpired, labels: labels,
            answers: hasAnswers ? try reader.value() : HandOutAnswers())
    }

    private static func write(_ labels: [Label], to writer: inout Writer) {
        writer.number(UInt16(clamping: labels.count))
        for label in labels { label.encode(to: &writer) }
    }

    private static func labels(from reader: inout Reader) throws(SecretsError) -> [Label] {
        let count: UInt16 = try reader.number()
        guard (1...AgentProtocol.labelLimit).contains(Int(count)) else { throw .malformed }
        var labels: [Label] = []
        for _ in 0..<count { labels.append(try Label(from: &reader)) }
        return labels
    }
}
