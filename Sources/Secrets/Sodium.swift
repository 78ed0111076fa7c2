internal import CSodium

/// libsodium, started once (`sodium_init(3)` is safe to call from several threads).
enum Sodium {
    private static let started = sodium_init() >= 0

    static func start() throws(SecretsError) {
        guard started else { throw .memory }
    }
}

extension MutableSpan<UInt8> {
    /// The bytes as C fills them: never a null pointer, whatever the count.
    mutating func withPointer<R: ~Copyable>(_ body: (UnsafeMutablePointer<UInt8>, Int) -> R) -> R {
        unsafe withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else {
                var nothing: UInt8 = 0
                return unsafe body(&nothing, 0)
            }
            return unsafe body(base.assumingMemoryBound(to: UInt8.self), buffer.count)
        }
    }
}

extension Span<UInt8> {
    /// The bytes as C wants them: never a null pointer, whatever the count.
    func withPointer<R: ~Copyable, E: Error>(
        _ body: (UnsafePointer<UInt8>, Int) throws(E) -> R
    ) throws(E) -> R {
        try unsafe withUnsafeBufferPointer { (buffer) throws(E) -> R in
            guard let base = buffer.baseAddress else {
                var nothing: UInt8 = 0
                return try unsafe body(&nothing, 0)
            }
            return try unsafe body(base, buffer.count)
        }
    }
}

/// The part of the stack that functions which have returned used.
package enum SecretStack {
    /// Wipes 16 KiB of it (`sodium_stackzero`): for a function of another library that worked on a secret.
    package static func wipe() { sodium_stackzero(16 * 1024) }
}
