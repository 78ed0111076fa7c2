import CPlatform
import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing
import Wire

@testable import Agent

/// Two ends of a connection of this process with itself.
private final class Pair {
    let here: Int32
    let there: Int32

    init() throws {
        var (here, there): (Int32, Int32) = (-1, -1)
        try #require(unsafe lockstep_socket_pair(&here, &there) == 0)
        (self.here, self.there) = (here, there)
    }

    deinit { [here, there].forEach { close($0) } }
}

/// A process that does nothing, until the test ends it.
private final class Child {
    let pid: Int32
    private var isOver = false

    init() throws {
        let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        pid = unsafe withCStrings(["sleep", "1000"]) { words in
            unsafe withCStrings([]) { unsafe lockstep_spawn("/bin/sleep", words, $0, null, null) }
        }
        try #require(pid > 0)
    }

    func end() {
        guard !isOver else { return }
        isOver = true
        kill(pid, SIGKILL)
        _ = lockstep_wait(pid)
    }

    deinit { end() }
}

@Suite("Processes that ask")
struct ProcessTests {
    @Test(
        "the process that connected is held, on a kernel that names it and on one that only has its number",
        arguments: [true, false])
    func peer(_ asksKernel: Bool) throws {
        let pair = try Pair()
        func handle(_ accepted: Int64) -> ProcessHandle? {
            ProcessHandle(peerOf: pair.here, getpid(), accepted: accepted, asksKernel: asksKernel)
        }
        #expect(handle(lockstep_monotonic())?.isAlive == true)
        // Where there is only a number, a process that started after the connection is another one.
        let start = try #require(ProcessEntry(pid: getpid()).start)
        #expect((handle(start - 10) != nil) == asksKernel)
    }

    @Test("one that has ended is told apart from one that has its number")
    func ended() throws {
        let child = try Child()
        let held = try #require(ProcessHandle(child.pid))
        #expect(held.isAlive)
        #expect(Callers.describe(held, child.pid, user: geteuid(), lockstep: "/x").program.text.contains("/"))
        child.end()
        #expect(!held.isAlive && ProcessHandle(child.pid) == nil && ProcessHandle(0) == nil)
        let nobody = Callers.describe(held, child.pid, user: geteuid(), lockstep: "/x")
        #expect(nobody.program == .unknown && nobody.executable == .unproven && nobody.cgroup.isEmpty)
    }

    @Test("lockstep stands for the process that started it, with a control group of its own")
    func parent() throws {
        let child = try Child()
        let path = ProcessEntry(pid: child.pid).program.text
        let held = ProcessHandle(child.pid)
        let own = Callers.describe(held, child.pid, user: 7, lockstep: "/x")
        #expect(
            own.caller.executable == path && own.caller.pid == child.pid && own.executable == .proven(path))
        let parent = Callers.describe(held, child.pid, user: 7, lockstep: path)
        #expect(parent.caller.pid == getpid() && parent.program == ProcessEntry(pid: getpid()).program)
        #expect(parent.cgroup == own.cgroup)
    }

    @Test("the kernel says who wrote what is received, once it is asked to")
    func written() throws {
        let pair = try Pair()
        func received() -> (Int64, Int32, UInt32) {
            var (bytes, pid, user) = ([UInt8](repeating: 0, count: 64), Int32(-1), UInt32.max)
            let got = unsafe lockstep_receive_written(pair.here, &bytes, bytes.count, &pid, &user)
            return (got, pid, user)
        }
        #expect(received() == (-Int64(EAGAIN), 0, 0))
        #expect(unsafe lockstep_send(pair.there, [1, 2], 2) == 2)
        #expect(received() == (2, 0, 0))
        #expect(lockstep_tell_writers(pair.here) == 0)
        #expect(unsafe lockstep_send(pair.there, [1, 2, 3], 3) == 3)
        #expect(received() == (3, getpid(), geteuid()))
    }

    @Test(
        "a challenge is met by who was looked at, with the number, and by nobody else",
        arguments: [true, false])
    func challenge(_ asksKernel: Bool) throws {
        let pair = try Pair()
        let now = lockstep_monotonic()
        func challenge() throws -> Challenge {
            let process = ProcessHandle(peerOf: pair.here, getpid(), accepted: now, asksKernel: asksKernel)
            return try #require(
                Challenge(process, isSecond: false, user: geteuid(), lockstep: "/x", at: now) { _ in })
        }
        let one = try challenge()
        let frame = Frame.open(AgentRequest.proof(one.nonce).bytes)
        let own = ProcessEntry(pid: getpid()).program.executable
        guard case .proven(let asker) = one.judge(frame, writtenBy: getpid(), user: geteuid()) else {
            throw SecretsError.malformed
        }
        #expect(asker.executable == own && own != .unproven)
        #expect(one.judge(frame, writtenBy: getppid(), user: geteuid()) == .anotherWriter(getppid()))
        #expect(one.judge(frame, writtenBy: 0, user: 0) == .unproven)
        #expect(one.judge(frame, writtenBy: getpid(), user: geteuid() + 1) == .unproven)
        #expect(one.judge(frame + [0], writtenBy: getpid(), user: geteuid()) == .unproven)
        #expect(try challenge().judge(frame, writtenBy: getpid(), user: geteuid()) == .unproven)
    }

    @Test("who has ended meets no challenge, whoever has its number, and none is begun for it")
    func late() throws {
        let child = try Child()
        let process = ProcessHandle(child.pid)
        func challenge() -> Challenge? {
            Challenge(process, isSecond: false, user: geteuid(), lockstep: "/x", at: 0) { _ in }
        }
        let open = try #require(challenge())
        child.end()
        let frame = Frame.open(AgentRequest.proof(open.nonce).bytes)
        #expect(open.judge(frame, writtenBy: child.pid, user: geteuid()) == .unproven)
        #expect(challenge() == nil)
    }
}
