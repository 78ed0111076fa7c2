internal import Glibc
internal import Platform
package import Secrets

/// One stream of a command's output, in which token strings are replaced by asterisks, and so are their beginnings that are longer
/// than what is public.
///
/// A stream comes in pieces: what may be the beginning of a token string is held back until it is known. A short beginning is
/// shown after a moment all the same, since it may be the end of a prompt; should the token go on, its rest is replaced.
struct Mask: ~Copyable {
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
        isHolding ? put(to: buffer.count, on: target) : 1
    }

    /// Writes what is left when the stream has ended.
    mutating func finish(to target: Int32) { _ = write(to: target, held: false) }

    private mutating func write(to target: Int32, held: Bool) -> Int {
        let rest = held ? secrets.map { buffer.beginning(of: $0.bytes) }.max() ?? 0 : 0
        let end = buffer.count - rest
        var found = secrets.map { place(of: $0, from: 0) }
        var result = 1
        // Those that overlap are replaced both, and so is a longer one that begins as a shorter one does.
        while let (index, range) = found.enumerated().min(by: { $0.1.lowerBound < $1.1.lowerBound }),
            range.lowerBound < end
        {
            result = min(result, put(to: range.lowerBound, on: target))
            result = min(result, cover(to: range.upperBound, on: target))
            found[index] = place(of: secrets[index], from: range.lowerBound + 1)
        }
        result = min(result, put(to: end, on: target))
        buffer.drop(end)
        shown -= end
        return result
    }

    /// Where a token, or a beginning of it that is no longer public, stands first; at the end of the buffer when nowhere.
    private func place(of secret: MaskedSecret, from start: Int) -> Range<Int> {
        buffer.firstPlace(of: secret.bytes, atLeast: secret.open + 1, from: start)
            ?? buffer.count..<buffer.count
    }

    /// Writes all up to a place, unless it was written; returns 1, or minus errno.
    private mutating func put(to end: Int, on target: Int32) -> Int {
        guard shown < end else { return 1 }
        let start = shown
        shown = end
        return Mask.writeAll(start..<end, to: target) { buffer.write($0, to: target) }
    }

    /// The same, with asterisks.
    private mutating func cover(to end: Int, on target: Int32) -> Int {
        guard shown < end else { return 1 }
        let stars = [UInt8](repeating: UInt8(ascii: "*"), count: end - shown)
        shown = end
        return Mask.writeAll(stars.indices, to: target) { range in
            let wrote = unsafe Glibc.write(target, stars, range.count)
            return wrote >= 0 ? wrote : -Int(errno)
        }
    }

    /// Writes all of a range, and waits where a descriptor that does not block is full.
    private static func writeAll(
        _ range: Range<Int>, to target: Int32, by write: (Range<Int>) -> Int
    ) -> Int {
        var rest = range
        while !rest.isEmpty {
            let wrote = write(rest)
            switch Int32(-wrote) {
            case ..<0: rest = rest.lowerBound + wrote..<rest.upperBound
            case EINTR: break
            case EAGAIN: _ = ready(target, for: POLLOUT)
            default: return min(wrote, -1)
            }
        }
        return 1
    }
}

/// A token string that is not to be shown. A class, so that several can stand in one array.
package final class MaskedSecret {
    let bytes: SecretBytes
    /// Up to so many characters of it are no secret: the provider shows them in every listing.
    let open: Int

    /// Copies a token string, within guarded memory. Throws `memory`.
    package init(_ string: borrowing SecretBytes, open: Int) throws(SecretsError) {
        self.open = open
        bytes = try SecretBytes(prefix: string.count, of: string)
    }
}
