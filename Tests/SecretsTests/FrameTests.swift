import CPlatform
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

/// Sends an empty frame and descriptors with it, as many as there are (cmsg(3)).
private func send(_ files: [Int32], over socket: Int32) -> Bool {
    var frame = [UInt8](repeating: 0, count: 8)
    var control = [Int32](repeating: 0, count: 4 + files.count)
    unsafe control.withUnsafeMutableBytes { bytes in
        unsafe bytes.storeBytes(of: 16 + 4 * files.count, as: Int.self)
        unsafe bytes.storeBytes(of: SOL_SOCKET, toByteOffset: 8, as: Int32.self)
        unsafe bytes.storeBytes(of: Int32(SCM_RIGHTS), toByteOffset: 12, as: Int32.self)
    }
    control.replaceSubrange(4..., with: files)
    return unsafe frame.withUnsafeMutableBytes { frame in
        unsafe control.withUnsafeMutableBytes { control in
            var data = unsafe iovec(iov_base: frame.baseAddress, iov_len: frame.count)
            return unsafe withUnsafeMutablePointer(to: &data) { data in
                var message = unsafe msghdr()
                unsafe (message.msg_iov, message.msg_iovlen) = (data, 1)
                unsafe (message.msg_control, message.msg_controllen) = (control.baseAddress, control.count)
                return unsafe sendmsg(socket, &message, 0) == 8
            }
        }
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

    @Test("have descriptors with them, also where the writer is told of", arguments: [false, true])
    func lent(_ isTold: Bool) throws {
        var pair = try DescriptorPair.stream()
        let files = try DescriptorPair.pipe()
        if isTold { #expect(lockstep_tell_writers(pair.secondNumber) == 0) }
        try Frame.write([7, 8], lending: files, to: pair.firstNumber)
        var lent = DescriptorPair(-1, -1)
        let body = try Frame.read(
            from: pair.secondNumber, lent: &lent, until: Deadline(milliseconds: 5000))?.body
        #expect(body == [7, 8] && lent.firstNumber >= 0 && lent.secondNumber >= 0)
        try writeAll([9].span, to: lent.secondNumber)
        #expect(try files.first?.readOnce(1) == [9])
        pair.first = nil
    }

    @Test("have two descriptors at most: what else is lent is closed, whoever sends it")
    func lentTooMany() throws {
        let pair = try DescriptorPair.stream()
        let files = (0..<10).map { _ in dup(pair.firstNumber) }
        defer { for file in files { close(file) } }
        // Tests run beside each other: only descriptors of this one's socket are counted.
        let target = try Files.target(ofLink: "/proc/self/fd/\(pair.firstNumber)")
        func open() throws -> Int {
            try Files.names(in: "/proc/self/fd").count {
                (try? Files.target(ofLink: "/proc/self/fd/\($0)")) == target
            }
        }
        let before = try open()
        #expect(send(files, over: pair.firstNumber))
        var lent = DescriptorPair(-1, -1)
        let body = try Frame.read(
            from: pair.secondNumber, lent: &lent, until: Deadline(milliseconds: 5000))?.body
        #expect(body == [] && lent.firstNumber >= 0 && lent.secondNumber >= 0)
        #expect(try open() == before + 2)
    }
}
