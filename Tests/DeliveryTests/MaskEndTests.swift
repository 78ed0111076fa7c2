import CPlatform
import Glibc
import Platform
import Secrets
import TestSupport
import Testing

@testable import Delivery

@Suite("A reader of masked output")
struct MaskEndTests {
    private static let token = String(repeating: "0123456789abcdef", count: 4)

    private func pipe() -> (source: Int32, input: Int32) {
        var (source, input): (Int32, Int32) = (-1, -1)
        _ = unsafe lockstep_pipe(&source, &input)
        return (source, input)
    }

    private func fill(_ descriptor: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe write(descriptor, bytes, bytes.count)
    }

    @Test("that hung up is told to who passes it on", arguments: ["plain", token, "x\(token)", "\(token)x"])
    func hungUp(_ text: String) throws {
        signal(SIGPIPE, SIG_IGN)
        let (from, to) = (pipe(), pipe())
        defer { for descriptor in [from.source, from.input, to.input] { close(descriptor) } }
        close(to.source)
        fill(from.input, text)
        var mask = try Mask([MaskedSecret(try SecretBytes(known: Self.token), open: 16)])
        let got = mask.pass(from: from.source, to: to.input)
        #expect(got < 0)
        mask.finish(to: to.input)
    }

    @Test("gets the end of a stream as an end", arguments: ["", "plain", token])
    func end(_ text: String) throws {
        let (from, to) = (pipe(), pipe())
        defer { for descriptor in [from.source, to.source, to.input] { close(descriptor) } }
        fill(from.input, text)
        close(from.input)
        var mask = try Mask([MaskedSecret(try SecretBytes(known: Self.token), open: 16)])
        if !text.isEmpty { _ = mask.pass(from: from.source, to: to.input) }
        let got = mask.pass(from: from.source, to: to.input)
        #expect(got == 0)
    }

    @Test("that is slow, on a descriptor that does not block, gets everything")
    func slow() throws {
        let (from, to, seen) = (pipe(), pipe(), lockstep_memory_file())
        defer { for descriptor in [from.source, from.input, to.source, seen] { close(descriptor) } }
        _ = fcntl(to.input, F_SETFL, O_NONBLOCK)
        var filled = 0  // It is full before the reader begins, and stays about full.
        while unsafe write(to.input, ".", 1) == 1 { filled += 1 }
        let reader = unsafe withCStrings(["dd", "bs=7", "status=none"]) {
            unsafe lockstep_spawn("/bin/dd", $0, lockstep_environment(), to.source, seen)
        }
        var mask = try Mask([MaskedSecret(try SecretBytes(known: Self.token), open: 16)])
        var said = String(repeating: ".", count: filled)
        for _ in 0..<40 {
            fill(from.input, String(repeating: "token \(Self.token)\n", count: 100))
            let got = mask.pass(from: from.source, to: to.input)
            #expect(got > 0)
            said += String(repeating: "token \(String(repeating: "*", count: 64))\n", count: 100)
        }
        mask.finish(to: to.input)
        close(to.input)
        #expect(lockstep_wait(reader) == 0)
        #expect(TemporaryFolder.bytes(of: "/proc/self/fd/\(seen)") == Array(said.utf8))
    }
}
