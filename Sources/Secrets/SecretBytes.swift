internal import CSodium

/// A secret in guarded memory: one owner, no copies, no textual form, wiped when dropped.
///
/// The block comes from `sodium_malloc`: its own locked pages between two guard pages, left out of core dumps. It
/// is made read-only once filled, where it is larger than 160 bytes. The bytes are lent to closures and cannot leave them (`Span` does not escape).
/// Source: libsodium, "Secure memory".
///
/// Sending it to another thread is safe, hence `@unchecked`: it has exactly one owner and never changes after `init`.
@safe
package struct SecretBytes: ~Copyable, @unchecked Sendable {
    private let base: UnsafeMutablePointer<UInt8>
    /// The number of bytes.
    package let count: Int

    /// Allocates `count` bytes and lets `fill` write them; they start as zeros.
    ///
    /// Throws `SecretsError.memory` when no guarded memory is to be had, and what `fill` throws, wiped in both cases.
    package init(count: Int, filling fill: (inout MutableSpan<UInt8>) throws(SecretsError) -> Void)
        throws(SecretsError)
    {
        try Sodium.start()
        guard count >= 0, let start = unsafe GuardedPool.shared.take(count) else { throw .memory }
        do throws(SecretsError) {
            var span = unsafe MutableSpan(_unsafeStart: start, count: count)
            try fill(&span)
        } catch {
            unsafe GuardedPool.shared.put(back: start, count)  // which wipes what was filled so far
            throw error
        }
        // For small blocks, which come and go, changing the protection would cost more than all else.
        if count > GuardedPool.largest { unsafe sodium_mprotect_readonly(start) }
        unsafe base = start
        self.count = count
    }

    /// Takes a copy of bytes that somebody else owns; the original is theirs to wipe.
    package init(copying bytes: Span<UInt8>) throws(SecretsError) {
        try self.init(count: bytes.count) { (target) throws(SecretsError) in
            for index in bytes.indices { target[index] = bytes[index] }
        }
    }

    /// Draws `count` bytes from the system's random generator.
    package init(random count: Int) throws(SecretsError) {
        try self.init(count: count) { (target) throws(SecretsError) in
            unsafe target.withPointer { unsafe randombytes_buf($0, $1) }
        }
    }

    /// Lends the bytes to `body`, for the time of the call.
    package borrowing func withBytes<R: ~Copyable, E: Error>(
        _ body: (Span<UInt8>) throws(E) -> R
    ) throws(E) -> R {
        try body(unsafe Span(_unsafeStart: UnsafePointer(base), count: count))
    }

    /// Tells in constant time whether two secrets are the same; only their lengths may show.
    package borrowing func matches(_ other: borrowing SecretBytes) -> Bool {
        guard count == other.count else { return false }
        return unsafe sodium_memcmp(base, other.base, count) == 0
    }

    deinit {
        unsafe GuardedPool.shared.put(back: base, count)
    }
}
