internal import Secrets
internal import Wire

/// What a client has sent and the agent has not looked at. Never a secret: a worker reads those.
struct RequestBuffer {
    /// So much room is kept for the next requests; more is given back.
    private static let kept = 1024

    private var bytes: [UInt8] = []
    /// How many of the bytes were taken already.
    private var taken = 0

    /// How many bytes wait.
    var count: Int { bytes.count - taken }

    /// Appends what was received.
    mutating func append(_ more: ArraySlice<UInt8>) { bytes += more }

    /// Whether a whole request waits, or something that is not a request.
    var hasMore: Bool {
        guard let length = length() else { return false }
        return length.map { count >= 8 + $0 } ?? true
    }

    /// The next request that is whole, with its lengths in front; `nil` for none. Throws `tooLong` for one that is too long, or
    /// has a secret behind it.
    mutating func next() throws(SecretsError) -> ArraySlice<UInt8>? {
        guard let length = length() else { return nil }
        guard let length else { throw .tooLong }
        guard count >= 8 + length else { return nil }
        defer { taken += 8 + length }
        return bytes[taken..<taken + 8 + length]
    }

    /// Gives back the room of what was taken.
    mutating func trim() {
        guard taken > 0 else { return }
        if taken < bytes.count {
            bytes.removeFirst(taken)
        } else {
            bytes.removeAll(keepingCapacity: bytes.capacity <= RequestBuffer.kept)
        }
        taken = 0
    }

    /// The length of the next request's body; `nil` before it is known, and nothing in it for one that is refused.
    private func length() -> Int?? {
        guard count >= 8 else { return nil }
        let lengths = bytes[taken..<taken + 8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard lengths & 0xFFFF_FFFF == 0, lengths >> 32 <= AgentProtocol.requestLimit else {
            return .some(nil)
        }
        return Int(lengths >> 32)
    }
}
