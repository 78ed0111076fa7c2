internal import Glibc

extension Descriptor {
    /// Reads to the end, at most `limit` bytes; throws `EFBIG` where there are more. For what is no secret.
    package borrowing func bytes(limit: Int) throws(SystemError) -> [UInt8] {
        let bytes = try firstBytes(limit + 1)
        guard bytes.count <= limit else { throw SystemError(EFBIG) }
        return bytes
    }

    /// Reads to the end, or as many bytes as are wanted.
    package borrowing func firstBytes(_ most: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(most, 65_536))
        while bytes.count < most {
            let got = unsafe read(number, &buffer, min(buffer.count, most - bytes.count))
            if got == 0 { break }
            if got > 0 { bytes += buffer[..<got] } else if errno != EINTR { throw .last }
        }
        return bytes
    }

    /// Reads once, which is all there is of a small file.
    package borrowing func readOnce(_ most: Int) throws(SystemError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: most)
        let got = unsafe read(number, &buffer, most)
        guard got >= 0 else { throw .last }
        return Array(buffer[..<got])
    }

    /// Writes all bytes.
    package borrowing func write(_ bytes: [UInt8]) throws(SystemError) {
        try writeAll(bytes.span, to: number)
    }

    /// Makes durable what was written (fsync(2)).
    package borrowing func sync() throws(SystemError) { try SystemError.check(fsync(number)) }

    /// What the kernel says of it.
    package borrowing func status() throws(SystemError) -> FileStatus { try FileStatus(number) }
}

/// Writes all of `bytes`, again after an interruption or a short write.
package func writeAll(_ bytes: Span<UInt8>, to descriptor: Int32) throws(SystemError) {
    let failure = unsafe bytes.withUnsafeBytes { bytes -> Int32 in
        guard let base = bytes.baseAddress else { return 0 }
        var done = 0
        while done < bytes.count {
            let wrote = unsafe Glibc.write(descriptor, base + done, bytes.count - done)
            if wrote > 0 { done += wrote } else if errno != EINTR { return errno }
        }
        return 0
    }
    guard failure == 0 else { throw SystemError(failure) }
}
