import Glibc
import Platform
import Secrets
import Testing

/// What a reader makes of bytes on a pipe that is closed behind them.
private func read(_ bytes: [UInt8]) throws -> (body: [UInt8], secret: Int?)? {
    var ends: [Int32] = [0, 0]
    _ = unsafe pipe(&ends)
    defer { close(ends[0]) }
    try writeAll(bytes.span, to: ends[1])
    close(ends[1])
    guard let frame = try Frame.read(from: ends[0]) else { return nil }
    return (frame.body, size(frame.secret))
}

private func size(_ secret: borrowing SecretBytes?) -> Int? {
    switch secret {
    case .some(let secret): secret.count
    case .none: nil
    }
}

@Suite("Frames")
struct FrameTests {
    @Test("have two lengths, public bytes and secret bytes")
    func layout() throws {
        let plain = try #require(try read([0, 0, 0, 2, 0, 0, 0, 0, 7, 8]))
        #expect(plain.body == [7, 8] && plain.secret == nil)
        let secret = try #require(try read([0, 0, 0, 1, 0, 0, 0, 3, 7, 1, 2, 3]))
        #expect(secret.body == [7] && secret.secret == 3)
    }

    @Test("end between two of them without an error")
    func end() throws {
        #expect(try read([]) == nil)
    }

    @Test("that are cut short are malformed")
    func cutShort() {
        let whole: [UInt8] = [0, 0, 0, 2, 0, 0, 0, 3, 7, 8, 1, 2, 3]
        for count in 1..<whole.count {
            #expect(throws: SecretsError.malformed, "cut at \(count)") {
                _ = try read(Array(whole.prefix(count)))
            }
        }
    }

    @Test(
        "beyond the bounds are refused before any of their bytes is read",
        arguments: [[255, 255, 255, 255, 0, 0, 0, 0], [0, 0, 0, 1, 0, 0, 16, 1], [4, 0, 0, 1, 0, 0, 0, 0]]
            as [[UInt8]])
    func bounds(_ header: [UInt8]) {
        #expect(throws: SecretsError.tooLong) { _ = try read(header) }
    }
}
