internal import Glibc
package import Platform

extension SecretBytes {
    /// Reads exactly `count` bytes from a descriptor, straight into guarded memory.
    ///
    /// Throws `malformed` when the other side ends early, `descriptor` with errno when reading fails, or with ETIMEDOUT when it
    /// takes longer than the deadline.
    package init(
        reading count: Int, from descriptor: Int32, until deadline: Deadline? = nil
    ) throws(SecretsError) {
        try self.init(count: count) { (target) throws(SecretsError) in
            guard try fill(&target, from: descriptor, until: deadline) == count else { throw .malformed }
        }
    }

    /// Reads everything to the end of a file, at most `limit` bytes, into guarded memory.
    ///
    /// Throws `tooLong` beyond the limit, `descriptor` with errno when reading fails.
    package init(readingAll descriptor: Int32, limit: Int) throws(SecretsError) {
        var got = 0
        let wide = try SecretBytes(count: limit + 1) { (target) throws(SecretsError) in
            got = try fill(&target, from: descriptor)
        }
        guard got <= limit else { throw .tooLong }
        try self.init(prefix: got, of: wide)
    }

    /// Copies the first `count` bytes of another secret.
    package init(prefix count: Int, of other: borrowing SecretBytes) throws(SecretsError) {
        try self.init(count: count) { (target) throws(SecretsError) in
            other.withBytes { for index in 0..<count { target[index] = $0[index] } }
        }
    }

    /// Copies another secret without the line end that a file or a terminal puts behind it.
    package init(withoutLineEnd other: borrowing SecretBytes) throws(SecretsError) {
        var end = other.count
        other.withBytes { bytes in
            if end > 0, bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
            if end > 0, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        }
        try self.init(prefix: end, of: other)
    }

    /// Writes all bytes to a descriptor by `write(2)`, from guarded memory, with no copy in between.
    package borrowing func write(to descriptor: Int32) throws(SecretsError) {
        try withBytes { (bytes) throws(SecretsError) in
            do throws(SystemError) { try writeAll(bytes, to: descriptor) } catch {
                throw .descriptor(error.number)
            }
        }
    }
}

/// Reads until the target is full or the file ends; returns how many bytes came.
private func fill(
    _ target: inout MutableSpan<UInt8>, from descriptor: Int32, until deadline: Deadline? = nil
) throws(SecretsError) -> Int {
    let (got, failure) = unsafe target.withUnsafeMutableBytes { buffer -> (Int, Int32) in
        guard let base = buffer.baseAddress else { return (0, 0) }
        var got = 0
        while got < buffer.count {
            if let deadline, ready(descriptor, for: POLLIN, milliseconds: deadline.left) == 0 {
                return (got, ETIMEDOUT)
            }
            let count = unsafe read(descriptor, base + got, buffer.count - got)
            if count == 0 { break }
            if count > 0 { got += count } else if errno != EINTR { return (got, errno) }
        }
        return (got, 0)
    }
    guard failure == 0 else { throw .descriptor(failure) }
    return got
}
