internal import Lifecycle
internal import Secrets

/// What the wire carries. Each message begins with its kind; the secret of the frame belongs to it.
enum Message {
    /// The version of everything on this wire; both sides must have the same.
    static let version: UInt16 = 3

    /// To the helper, first: the version, and the base URL of the provider.
    case hello(version: UInt16, baseURL: String)
    /// From the helper, first: the version that it speaks.
    case welcome(version: UInt16)
    /// From the helper, instead: why it cannot serve.
    case refusal(ProviderFailure)
    /// To the helper, with the credential as secret.
    case request(tag: UInt64, ProviderRequest)
    /// From the helper, with the token string as secret when there is one; the time is the provider's own, where it says one.
    case reply(tag: UInt64, time: Instant? = nil, Result<ProviderAnswer, ProviderFailure>)
    /// From the helper: the provider takes no more requests for so many seconds, and none is in flight.
    case pause(seconds: UInt16)

    var bytes: [UInt8] {
        var writer = Writer()
        switch self {
        case .hello(let version, let baseURL):
            writer.byte(1)
            writer.number(version)
            writer.string(baseURL)
        case .welcome(let version):
            writer.byte(2)
            writer.number(version)
        case .refusal(let failure):
            writer.byte(3)
            failure.encode(to: &writer)
        case .request(let tag, let request):
            writer.byte(4)
            writer.number(tag)
            request.encode(to: &writer)
        case .reply(let tag, let time, .success(let answer)):
            writer.byte(5)
            writer.number(tag)
            writer.optional(time) { $1.encode(to: &$0) }
            answer.encode(to: &writer)
        case .reply(let tag, let time, .failure(let failure)):
            writer.byte(6)
            writer.number(tag)
            writer.optional(time) { $1.encode(to: &$0) }
            failure.encode(to: &writer)
        case .pause(let seconds):
            writer.byte(7)
            writer.number(seconds)
        }
        return writer.bytes
    }

    /// Reads a message strictly; throws `malformed`.
    init(_ bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        switch try reader.byte() {
        case 1: self = .hello(version: try reader.number(), baseURL: try reader.string())
        case 2: self = .welcome(version: try reader.number())
        case 3: self = .refusal(try ProviderFailure(from: &reader))
        case 4: self = .request(tag: try reader.number(), try ProviderRequest(from: &reader))
        case 5:
            let (tag, time): (UInt64, Instant?) = (try reader.number(), try Message.time(from: &reader))
            self = .reply(tag: tag, time: time, .success(try ProviderAnswer(from: &reader)))
        case 6:
            let (tag, time): (UInt64, Instant?) = (try reader.number(), try Message.time(from: &reader))
            self = .reply(tag: tag, time: time, .failure(try ProviderFailure(from: &reader)))
        case 7: self = .pause(seconds: try reader.number())
        default: throw .malformed
        }
        try reader.end()
    }

    private static func time(from reader: inout Reader) throws(SecretsError) -> Instant? {
        try reader.optional { (reader) throws(SecretsError) in try Instant(from: &reader) }
    }
}
