internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Secrets

/// A running helper and our end of the wire; dropping it ends both.
final class Helper {
    let descriptor: Int32
    let pid: Int32

    /// Starts the program and greets it; throws `helper` when it does not answer as expected within ten seconds.
    init(path: String, baseURL: String) throws(ProviderFailure) {
        var ours: Int32 = -1
        var theirs: Int32 = -1
        guard unsafe lockstep_socket_pair(&ours, &theirs) == 0 else {
            throw ProviderFailure(.helper, reason: "no socket pair could be made")
        }
        descriptor = ours
        pid = Helper.spawn(path, wire: theirs)
        close(theirs)
        guard pid > 0 else {
            throw ProviderFailure(.helper, reason: Helper.words(-pid, path))
        }
        try greet(baseURL)
    }

    deinit {
        close(descriptor)
        guard pid > 0 else { return }
        kill(pid, SIGKILL)
        _ = lockstep_wait(pid)
    }

    private static func words(_ number: Int32, _ path: String) -> String {
        "\(path) cannot be started: \(unsafe String(cString: lockstep_error(number)))"
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
            ready(descriptor, for: POLLIN, milliseconds: 10_000) != 0,
            let frame = try? Frame.read(from: descriptor)
        else { return nil }
        return try? Message(frame.body)
    }

    /// What the helper's environment may hold: the way to the network and the proof of the provider's name.
    private static let passed: Set<String> = [
        "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY",
        "no_proxy",
    ]

    /// What it always holds: glibc then overwrites every block that any library frees (tunables(7)), so that no
    /// header and no answer stays in the heap, and a crash prints no memory.
    private static let added = [
        "GLIBC_TUNABLES=glibc.malloc.perturb=165:glibc.malloc.tcache_count=0", "SWIFT_BACKTRACE=enable=no",
    ]

    static func environment() -> [String] {
        var result = added
        var entry = unsafe lockstep_environment()
        while let text = unsafe entry.pointee {
            let line = unsafe String(cString: text)
            if let name = line.split(separator: "=", maxSplits: 1).first, passed.contains(String(name)) {
                result.append(line)
            }
            unsafe entry = entry.advanced(by: 1)
        }
        return result
    }

    private static func spawn(_ path: String, wire: Int32) -> Int32 {
        unsafe withCStrings(["lockstep-provider"]) { argv in
            unsafe withCStrings(environment()) { envp in
                unsafe lockstep_spawn(path, argv, envp, wire, wire)
            }
        }
    }
}
