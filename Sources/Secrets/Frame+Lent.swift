internal import CPlatform
internal import Glibc
package import Platform

// Descriptors that go with a frame (unix(7), SCM_RIGHTS): they come with the first of its bytes.

extension Frame {
    /// Writes a whole frame, and lends the descriptors of a pair with it.
    package static func write(
        _ body: [UInt8], lending pair: borrowing DescriptorPair, to descriptor: Int32
    ) throws(SecretsError) {
        guard body.count <= publicLimit else { throw .tooLong }
        let frame = open(body)
        // One byte is sent whole or not at all.
        let failure = unsafe lockstep_send_message(
            descriptor, [frame[0]], 1, pair.firstNumber, pair.secondNumber)
        guard failure == 0 else { throw .descriptor(failure) }
        let rest = Array(frame.dropFirst())
        do throws(SystemError) { try writeAll(rest.span, to: descriptor) } catch { throw SecretsError(error) }
    }

    /// Reads a whole frame, and takes what was lent with it; `nil` when the other side ended before it.
    package static func read(
        from descriptor: Int32, lent pair: inout DescriptorPair, until deadline: Deadline
    ) throws(SecretsError) -> Frame? {
        guard ready(descriptor, for: POLLIN, milliseconds: deadline.left) != 0 else {
            throw .descriptor(ETIMEDOUT)
        }
        var (first, one, other): (UInt8, Int32, Int32) = (0, -1, -1)
        let got = unsafe lockstep_receive_message(descriptor, &first, 1, &one, &other)
        pair = DescriptorPair(one, other)
        guard got >= 0 else { throw .descriptor(Int32(-got)) }
        guard got > 0 else { return nil }
        guard let rest = try readOpen(7, from: descriptor, deadline) else { throw .malformed }
        return try read(behind: [first] + rest, from: descriptor, deadline)
    }
}
