internal import CPlatform

/// The body of an answer as it comes in, in memory that is wiped whenever it moves and when it goes.
@safe
package final class AnswerBuffer {
    /// The most bytes that are accepted; a page of 500 tokens has some 130 KB, and 500 KB where all texts are long.
    package static let limit = 2 << 20

    private var base: UnsafeMutableRawPointer?
    private var room = 0
    private var count = 0
    /// Whether more came than is accepted.
    private(set) var overflowed = false

    init() { unsafe base = nil }

    deinit { unsafe lockstep_wiping_free(base) }

    /// Appends what libcurl received; `false` beyond the limit or without memory.
    func append(_ bytes: UnsafeRawPointer, _ size: Int) -> Bool {
        guard size <= AnswerBuffer.limit - count else {
            overflowed = true
            return false
        }
        if count + size > room {
            let wanted = max(16 << 10, max(room * 2, count + size))
            guard let moved = unsafe lockstep_wiping_realloc(base, wanted) else { return false }
            unsafe base = moved
            room = wanted
        }
        unsafe base?.advanced(by: count).copyMemory(from: bytes, byteCount: size)
        count += size
        return true
    }

    /// Lends the bytes, for the time of the call.
    package func withBytes<R: ~Copyable, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        guard let base = unsafe base else {
            let nothing: [UInt8] = []
            return try body(nothing.span)
        }
        return try body(unsafe Span(_unsafeStart: base.assumingMemoryBound(to: UInt8.self), count: count))
    }
}
