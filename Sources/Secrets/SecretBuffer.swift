internal import CPlatform
internal import CSodium
internal import Glibc

/// Bytes on their way through this process that may hold secrets, in guarded memory: read at the end, written from the front.
@safe
package struct SecretBuffer: ~Copyable {
    private let base: UnsafeMutablePointer<UInt8>
    /// How many bytes there is room for.
    package let capacity: Int
    /// How many bytes are there.
    package private(set) var count = 0

    /// Allocates room for `capacity` bytes; throws `memory`.
    package init(capacity: Int) throws(SecretsError) {
        try Sodium.start()
        guard let block = unsafe GuardedPool.allocate(capacity) else { throw .memory }
        unsafe base = block.assumingMemoryBound(to: UInt8.self)
        self.capacity = capacity
    }

    deinit { unsafe sodium_free(base) }

    /// Reads what is there, once; returns what read(2) returned: 0 at the end, minus errno on failure.
    package mutating func read(from descriptor: Int32) -> Int {
        let got = unsafe Glibc.read(descriptor, base + count, capacity - count)
        guard got >= 0 else { return -Int(errno) }
        count += got
        return got
    }

    /// Reads at most so many bytes, once: what comes next, or what a file has at a place (pread(2)). Returns as `read` does.
    package mutating func read(atMost most: Int, from descriptor: Int32, at place: Int?) -> Int {
        let size = min(most, capacity - count)
        let got =
            if let place {
                unsafe Glibc.pread(descriptor, base + count, size, off_t(place))
            } else {
                unsafe Glibc.read(descriptor, base + count, size)
            }
        guard got >= 0 else { return -Int(errno) }
        count += got
        return got
    }

    /// Adds a byte; the caller keeps room for it.
    package mutating func append(_ byte: UInt8) {
        precondition(count < capacity, "there is no room")
        unsafe base[count] = byte
        count += 1
    }

    /// Lends all bytes, and behind them so many zeros; the caller keeps room for them.
    package mutating func withBytes<R: ~Copyable>(padding: Int, _ body: (Span<UInt8>) -> R) -> R {
        precondition(padding <= capacity - count, "there is no room")
        unsafe sodium_memzero(base + count, padding)
        return body(unsafe Span(_unsafeStart: UnsafePointer(base), count: count + padding))
    }

    /// A copy of bytes of a range that are public.
    package borrowing func bytes(_ range: Range<Int>) -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
    }

    /// A copy of bytes of a range that are secret.
    package borrowing func secret(_ range: Range<Int>) throws(SecretsError) -> SecretBytes {
        try SecretBytes(
            copying: unsafe Span(_unsafeStart: UnsafePointer(base) + range.lowerBound, count: range.count))
    }

    /// Writes bytes of a range, once; returns what write(2) returned, or minus errno.
    package borrowing func write(_ range: Range<Int>, to descriptor: Int32) -> Int {
        let wrote = unsafe Glibc.write(descriptor, base + range.lowerBound, range.count)
        return wrote >= 0 ? wrote : -Int(errno)
    }

    /// Takes bytes away from the front; what they were is wiped.
    package mutating func drop(_ dropped: Int) {
        unsafe memmove(base, base + dropped, count - dropped)
        unsafe sodium_memzero(base + (count - dropped), dropped)
        count -= dropped
    }

    /// Where a secret, or a beginning of it that has at least so many bytes, stands first, from `start` on; `nil` when nowhere.
    package borrowing func firstPlace(
        of secret: borrowing SecretBytes, atLeast least: Int, from start: Int
    ) -> Range<Int>? {
        guard secret.count > 0 else { return nil }
        return secret.withBytes { bytes in
            unsafe bytes.withPointer { pattern, length in
                var size = min(least, length)
                let found = unsafe lockstep_find(base + start, count - start, pattern, size)
                guard found >= 0 else { return nil }
                let place = start + Int(found)
                while size < length, place + size < count, unsafe base[place + size] == pattern[size] {
                    size += 1
                }
                return place..<place + size
            }
        }
    }

    /// The length of the longest beginning of a secret that ends the buffer; less than the whole secret.
    package borrowing func beginning(of secret: borrowing SecretBytes) -> Int {
        secret.withBytes { bytes in
            unsafe bytes.withPointer { pattern, length in
                var size = min(length - 1, count)
                while size > 0, unsafe memcmp(base + (count - size), pattern, size) != 0 { size -= 1 }
                return max(0, size)
            }
        }
    }
}
