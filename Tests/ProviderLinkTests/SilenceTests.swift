import Glibc
import Lifecycle
import Secrets
import Testing

@testable import ProviderLink

@Suite("A helper that is silent")
final class SilenceTests {
    private let path: String
    private static let patience = Patience(request: 300, listing: 800, frame: 300)

    /// As every program that uses a `ProviderProcess` does.
    init() {
        signal(SIGPIPE, SIG_IGN)
        let above = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        path = "\(above)/lockstep-test-\(Hex.text(Random.bytes(8)))"
    }

    deinit { unsafe unlink(path) }

    /// A program that greets as `lockstep-provider` does, and then runs a line of shell.
    private func program(_ line: String) -> String {
        let text = "#!/bin/sh\nprintf '\\0\\0\\0\\003\\0\\0\\0\\0\\002\\0\\00\(Message.version)'\n\(line)\n"
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o700)
        #expect(unsafe write(file, text, text.utf8.count) == text.utf8.count)
        close(file)
        return path
    }

    private static let lines = [
        "kill -STOP $$", "exec /usr/bin/sleep 60",
        "/usr/bin/sleep 0.3; printf '\\0\\0\\0\\012\\0\\0'; exec /usr/bin/sleep 60",
        "/usr/bin/sleep 0.3; printf '\\0\\0\\0\\012\\0\\0\\0\\0half'; exec /usr/bin/sleep 60",
        "/usr/bin/sleep 0.3; printf '\\0\\0\\0\\001\\0\\0\\0\\012x'; exec /usr/bin/sleep 60",
        "/usr/bin/sleep 0.2; while printf '\\0\\0\\0\\003\\0\\0\\0\\0\\007\\0\\012'; do /usr/bin/sleep 0.1; done",
        "/usr/bin/sleep 0.3; printf '\\0\\0\\377\\0\\0\\0\\0\\0'; while :; do printf x; /usr/bin/sleep 0.1; done",
    ]

    @Test(
        "is given up after a while, and what it was asked for has an outcome that is not known",
        .timeLimit(.minutes(1)), arguments: lines)
    func silent(_ line: String) throws {
        let provider = ProviderProcess(
            path: program(line), baseURL: "https://api.linode.com", patience: SilenceTests.patience)
        let credential = try SecretBytes(random: 64)
        for tag in [1, 2] as [UInt64] { try provider.submit(.list, as: credential, tag: tag) }
        for tag in [1, 2] as [UInt64] {
            let reply = try provider.next()
            #expect(reply.tag == tag)
            #expect { _ = try reply.outcome.get() } throws: { ($0 as? ProviderFailure)?.code == .interrupted }
        }
        #expect(provider.processID == nil)
    }

    @Test("tells of each pause, and its reply is taken afterwards")
    func pauses() throws {
        let frames = [
            Message.pause(seconds: 40), .pause(seconds: 2), .reply(tag: 1, .success(.deleted)),
        ].flatMap { Frame.open($0.bytes) }
        let text = frames.map { "\\" + String($0, radix: 8) }.joined()
        let provider = ProviderProcess(
            path: program("/usr/bin/sleep 0.3; printf '\(text)'; exec /usr/bin/sleep 60"),
            baseURL: "https://api.linode.com")
        var heard: [Int64] = []
        provider.hearPause = { heard.append($0) }
        try provider.submit(.list, as: try SecretBytes(random: 64), tag: 1)
        let reply = try provider.next()
        #expect(try reply.tag == 1 && reply.outcome.get() == .deleted && heard == [40, 2])
    }

    @Test("is given up where it takes no more requests", .timeLimit(.minutes(1)))
    func full() throws {
        let provider = ProviderProcess(
            path: program("exec /usr/bin/sleep 60"), baseURL: "https://api.linode.com",
            patience: SilenceTests.patience)
        let credential = try SecretBytes(random: 4096)
        let most: UInt64 = 60
        for tag in 1...most { try provider.submit(.list, as: credential, tag: tag) }
        for _ in 1...most {
            let reply = try provider.next()
            #expect { _ = try reply.outcome.get() } throws: { ($0 as? ProviderFailure)?.code == .interrupted }
        }
    }
}
