import CPlatform
import Glibc
import Secrets
import TestSupport

@testable import Delivery

/// A mask between a pipe and a file in memory.
final class MaskedStream {
    private var mask: Mask
    private let (source, input): (Int32, Int32)
    private let target = lockstep_memory_file()

    init(hiding secrets: [String]) throws {
        mask = try Mask(try secrets.map { try MaskedSecret(try SecretBytes(known: $0), open: 16) })
        var (source, input): (Int32, Int32) = (-1, -1)
        _ = unsafe lockstep_pipe(&source, &input)
        (self.source, self.input) = (source, input)
    }

    deinit { for descriptor in [source, input, target] { close(descriptor) } }

    /// What is seen of a stream that comes in these pieces, and ends.
    static func output(_ pieces: [[UInt8]], hiding secrets: [String]) throws -> [UInt8] {
        let stream = try MaskedStream(hiding: secrets)
        for piece in pieces { stream.pass(piece) }
        return stream.finish()
    }

    /// Passes a piece on; a large one in parts, since a pipe holds 64 KiB.
    func pass(_ piece: [UInt8]) {
        var rest = piece[...]
        while !rest.isEmpty {
            let part = rest.prefix(50_000)
            _ = unsafe part.withUnsafeBytes { unsafe write(input, $0.baseAddress, $0.count) }
            rest = rest.dropFirst(part.count)
            while lockstep_waiting_bytes(source) > 0 { _ = mask.pass(from: source, to: target) }
        }
    }

    var isHolding: Bool { mask.isHolding }

    /// Lets a moment pass.
    func show() { _ = mask.show(on: target) }

    /// Ends the stream; gives all that is seen.
    func finish() -> [UInt8] {
        mask.finish(to: target)
        return seen
    }

    /// What is seen so far.
    var text: String { String(decoding: seen, as: UTF8.self) }

    private var seen: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(lseek(target, 0, SEEK_END)))
        let count = unsafe pread(target, &bytes, bytes.count, 0)
        return count == bytes.count ? bytes : []
    }
}
