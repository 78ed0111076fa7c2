internal import Glibc
public import Secrets

/// One stream of a command's output, in which token strings are replaced by asterisks.
///
/// A stream comes in pieces: what may be the beginning of a token string is held back until it is known. A short beginning is
/// shown after a moment all the same, since it may be the end of a prompt; should the token go on, its rest is replaced.
struct Mask: ~Copyable {
    /// Up to so many characters of a token are no secret: the provider shows 16 in every listing.
    static let open = 16
    /// A beginning of so many characters is no accident any more, and is not shown for as long as the stream goes on.
    private static let suspicious = 8
    private static let room = 64 << 10

    private let secrets: [MaskedSecret]
    private var buffer: SecretBuffer
    /// How many bytes at the front of the buffer were written already.
    private var shown = 0

    /// Throws `memory`.
    init(_ secrets: [MaskedSecret]) throws(SecretsError) {
        self.secrets = secrets
        buffer = try SecretBuffer(capacity: Mask.room)
    }

    /// Whether something is held back that may be shown after a moment.
    var isHolding: Bool { buffer.count > shown && buffer.count < Mask.suspicious }

    /// Reads a piece and writes what is known of it. Returns what read(2) returned, or minus errno.
    mutating func pass(from source: Int32, to target: Int32) -> Int {
        let got = buffer.read(from: source)
        return got > 0 ? min(got, write(to: target, held: true)) : got
    }

    /// Shows what was held back for a moment.
    mutating func show(on target: Int32) -> Int {
        let wrote = put(shown..<buffer.count, on: target)
        shown = buffer.count
        return wrote
    }

    /// Writes what is left when the stream has ended: a long beginning of a token is replaced, too.
    mutating func finish(to target: Int32) { _ = write(to: target, held: false) }

    private mutating func write(to target: Int32, held: Bool) -> Int {
        var (place, result) = (0, 1)
        while let found = first(from: place) {
            result = min(result, put(max(place, shown)..<max(found.place, shown), on: target))
            result = min(result, cover(max(found.place, shown)..<found.place + found.count, on: target))
            place = found.place + found.count
        }
        let rest = secrets.map { buffer.beginning(of: $0.bytes, from: place) }.max() ?? 0
        let end = buffer.count - rest
        if end > place { result = min(result, put(max(place, shown)..<max(end, shown), on: target)) }
        if !held {
            let left = max(end, shown)..<buffer.count
            result = min(result, rest > Mask.open ? cover(left, on: target) : put(left, on: target))
        }
        let done = held ? end : buffer.count
        buffer.drop(done)
        shown = max(0, shown - done)
        return result
    }

    /// The first token string from a place on; of two that begin there, the longer one.
    private func first(from start: Int) -> (place: Int, count: Int)? {
        var best: (place: Int, count: Int)?
        for secret in secrets {
            guard let place = buffer.firstPlace(of: secret.bytes, from: start) else { continue }
            let count = secret.bytes.count
            if best.map({ (place, -count) < ($0.place, -$0.count) }) ?? true { best = (place, count) }
        }
        return best
    }

    /// Writes all of a range; returns 1, or minus errno.
    private func put(_ range: Range<Int>, on target: Int32) -> Int {
        var rest = range
        while !rest.isEmpty {
            let wrote = buffer.write(rest, to: target)
            if wrote > 0 {
                rest = rest.lowerBound + wrote..<rest.upperBound
            } else if let error = Mask.waited(target, wrote) {
                return error
            }
        }
        return 1
    }

    private func cover(_ range: Range<Int>, on target: Int32) -> Int {
        guard !range.isEmpty else { return 1 }
        let stars = [UInt8](repeating: UInt8(ascii: "*"), count: range.count)
        do throws(SecretsError) { try writeAll(stars.span, to: target) } catch { return -1 }
        return 1
    }

    /// Waits where a descriptor that does not block was full; otherwise says what is wrong.
    private static func waited(_ target: Int32, _ wrote: Int) -> Int? {
        switch Int32(-wrote) {
        case EINTR: return nil
        case EAGAIN:
            _ = ready(target, for: POLLOUT)
            return nil
        default: return wrote < 0 ? wrote : -1
        }
    }
}

/// A token string that is not to be shown. A class, so that several can stand in one array.
public final class MaskedSecret {
    let bytes: SecretBytes

    /// Copies a token string, within guarded memory. Throws `memory`.
    public init(_ string: borrowing SecretBytes) throws(SecretsError) {
        bytes = try SecretBytes(prefix: string.count, of: string)
    }
}
