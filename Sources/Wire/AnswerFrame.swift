package import Requests
package import Secrets

/// What a worker says of a request, each in a `Frame`: news, then the answer in pieces, or why there is none.
package enum AnswerFrame: Sendable {
    /// Something that happened meanwhile.
    case news(News)
    /// A piece of the answer, or of its beginning; the last of them has its end.
    case piece([UInt8], isLast: Bool)
    /// Parts of a long answer, one behind the other; none for its end.
    case parts([UInt8])
    /// Why there is no answer, or no more of it.
    case failure(Failure)

    /// The most bytes that one frame carries; a single part may be longer.
    package static let limit = 64 << 10
    /// The most bytes of an answer that is not made of parts: a plan for 300,000 tokens.
    package static let mostBytes = 64 << 20

    /// As it is sent, without its frame.
    package var bytes: [UInt8] {
        var writer = Writer()
        writer.number(AgentProtocol.requestsVersion)
        switch self {
        case .news(let news):
            writer.byte(1)
            writer.value(news)
        case .piece(let bytes, let isLast):
            writer.byte(2)
            writer.flag(isLast)
            writer.raw(bytes)
        case .parts(let bytes):
            writer.byte(3)
            writer.raw(bytes)
        case .failure(let failure):
            writer.byte(4)
            writer.value(failure)
        }
        return writer.bytes
    }

    /// Reads one strictly.
    package init(_ bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        guard try reader.number() == AgentProtocol.requestsVersion else { throw .malformed }
        switch try reader.byte() {
        case 1: self = .news(try reader.value())
        case 2:
            let isLast = try reader.flag()
            self = .piece(reader.rest(), isLast: isLast)
        case 3: self = .parts(reader.rest())
        case 4: self = .failure(try reader.value())
        default: throw .malformed
        }
        try reader.end()
    }
}
