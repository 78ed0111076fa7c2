internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// A running helper and our end of the wire; dropping it ends both.
final class Helper {
    let pid: Int32
    private let wire: Descriptor
    /// Our end of the wire.
    var descriptor: Int32 { wire.number }

    /// Starts the program and greets it; throws `helper` when it does not answer as expected within ten seconds.
    init(path: String, baseURL: String) throws(ProviderFailure) {
        guard var pair = try? DescriptorPair.stream(), let ours = pair.first.take(),
            let theirs = pair.second.take()
        else { throw ProviderFailure(.helper, reason: "no socket pair could be made") }
        wire = ours
        pid = Helper.spawn(path, baseURL, wire: theirs)
        guard pid > 0 else {
            throw ProviderFailure(.helper, reason: Helper.words(-pid, path))
        }
        try greet(baseURL)
    }

    deinit {
        guard pid > 0 else { return }
        kill(pid, SIGKILL)
        _ = lockstep_wait(pid)
    }

    private static func words(_ number: Int32, _ path: String) -> String {
        "\(path) cannot be started: \(SystemError(number).text)"
    }

    private func greet(_ baseURL: String) throws(ProviderFailure) {
        switch answer(to: .hello(version: Message.version, baseURL: baseURL)) {
        case .welcome(Message.version): return
        case .refusal(let failure): throw failure
        default:
            throw ProviderFailure(
                .helper, reason: "lockstep-provider did not answer, or is of another version")
        }
    }

    private func answer(to hello: Message) -> Message? {
        guard (try? Frame.write(hello.bytes, to: descriptor)) != nil,
            let frame = try? Frame.read(from: descriptor, until: Deadline(milliseconds: 10_000))
        else { return nil }
        return try? Message(frame.body)
    }

    /// What it always holds: glibc then overwrites every block that any library frees (tunables(7)), so that no
    /// header and no answer stays in the heap, and a crash prints no memory.
    private static let added = [
        "GLIBC_TUNABLES=glibc.malloc.perturb=165:glibc.malloc.tcache_count=0", "SWIFT_BACKTRACE=enable=no",
    ]

    /// The helper's environment: that, and what decides how the provider is reached.
    static func environment(for baseURL: String) -> [String] {
        added + NetworkVariables.inForce(for: baseURL).map { "\($0.name)=\($0.value)" }
    }

    /// Starts it with its end of the wire, which is closed here.
    private static func spawn(_ path: String, _ baseURL: String, wire: consuming Descriptor) -> Int32 {
        unsafe withCStrings(["lockstep-provider"]) { argv in
            unsafe withCStrings(environment(for: baseURL)) { envp in
                unsafe lockstep_spawn(path, argv, envp, wire.number, wire.number)
            }
        }
    }
}
