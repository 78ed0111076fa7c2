internal import Glibc
package import Platform

/// One message on the wire: two lengths (32 bits each, big-endian), public bytes, secret bytes.
///
/// The secret bytes go between guarded memory and the descriptor directly and are never part of an array.
package struct Frame: ~Copyable {
    /// The most public bytes that are accepted: a listing of some 300,000 tokens.
    package static let publicLimit = 64 << 20
    /// The most secret bytes that are accepted; a token string has 64.
    package static let secretLimit = 4096

    /// The public bytes.
    package let body: [UInt8]
    /// The secret bytes, when there are any.
    package var secret: SecretBytes?

    private init(body: [UInt8], secret: consuming SecretBytes?) {
        self.body = body
        self.secret = secret
    }

    /// Reads a whole frame; `nil` when the other side ended between two frames.
    ///
    /// Throws `tooLong` beyond the bounds, `malformed` for a frame that is cut short, `descriptor` with ETIMEDOUT for one that is
    /// not whole by the deadline.
    package static func read(
        from descriptor: Int32, until deadline: Deadline? = nil
    ) throws(SecretsError) -> Frame? {
        guard let header = try readOpen(8, from: descriptor, deadline) else { return nil }
        return try read(behind: header, from: descriptor, deadline)
    }

    static func read(
        behind header: [UInt8], from descriptor: Int32, _ deadline: Deadline?
    ) throws(SecretsError) -> Frame {
        var reader = Reader(header)
        let open: UInt32 = try reader.number()
        let hidden: UInt32 = try reader.number()
        guard open <= publicLimit, hidden <= secretLimit else { throw .tooLong }
        guard let body = try readOpen(Int(open), from: descriptor, deadline) else { throw .malformed }
        guard hidden > 0 else { return Frame(body: body, secret: nil) }
        let secret = try SecretBytes(reading: Int(hidden), from: descriptor, until: deadline)
        return Frame(body: body, secret: secret)
    }

    /// Writes a whole frame without a secret; throws `tooLong` before anything is written, `descriptor` with errno.
    package static func write(_ body: [UInt8], to descriptor: Int32) throws(SecretsError) {
        try writeOpen(body, hidden: 0, to: descriptor)
    }

    /// Writes a whole frame, its secret straight from guarded memory.
    package static func write(_ body: [UInt8], secret: borrowing SecretBytes, to descriptor: Int32)
        throws(SecretsError)
    {
        try writeOpen(body, hidden: secret.count, to: descriptor)
        try secret.write(to: descriptor)
    }

    private static func writeOpen(_ body: [UInt8], hidden: Int, to descriptor: Int32) throws(SecretsError) {
        guard body.count <= publicLimit, hidden <= secretLimit else { throw .tooLong }
        let open = open(body, hidden: hidden)
        do throws(SystemError) { try writeAll(open.span, to: descriptor) } catch { throw SecretsError(error) }
    }

    /// What is public of a frame: the lengths and the body. As many secret bytes as `hidden` says follow it.
    package static func open(_ body: [UInt8], hidden: Int = 0) -> [UInt8] {
        var writer = Writer()
        writer.number(UInt32(body.count))
        writer.number(UInt32(hidden))
        writer.raw(body)
        return writer.bytes
    }

    /// A whole frame in guarded memory, to be sent at once.
    package static func whole(_ body: [UInt8], secret: borrowing SecretBytes) throws(SecretsError)
        -> SecretBytes
    {
        let open = open(body, hidden: secret.count)
        return try SecretBytes(count: open.count + secret.count) { (target) throws(SecretsError) in
            for index in open.indices { target[index] = open[index] }
            secret.withBytes { bytes in
                for index in bytes.indices { target[open.count + index] = bytes[index] }
            }
        }
    }

    /// Reads a frame that came as one message; throws `malformed` when it is not whole, or has more behind it.
    package init(message: borrowing SecretBuffer) throws(SecretsError) {
        guard message.count >= 8 else { throw .malformed }
        var reader = Reader(message.bytes(0..<8))
        let (open, hidden): (UInt32, UInt32) = (try reader.number(), try reader.number())
        guard message.count - 8 == Int(open) + Int(hidden) else { throw .malformed }
        let secret = hidden > 0 ? try message.secret(8 + Int(open)..<message.count) : nil
        self.init(body: message.bytes(8..<8 + Int(open)), secret: secret)
    }

    static func readOpen(
        _ count: Int, from descriptor: Int32, _ deadline: Deadline?
    ) throws(SecretsError) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var got = 0
        while got < count {
            if let deadline, ready(descriptor, for: POLLIN, milliseconds: deadline.left) == 0 {
                throw .descriptor(ETIMEDOUT)
            }
            let read = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + got }, count - got)
            }
            if read > 0 { got += read; continue }
            if read == 0, got == 0, count > 0 { return nil }
            guard read < 0 else { throw .malformed }
            guard errno == EINTR else { throw .descriptor(errno) }
        }
        return bytes
    }
}
