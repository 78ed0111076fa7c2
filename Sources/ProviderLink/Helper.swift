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
    init(_ program: ProgramLocation, baseURL: String, sharing pace: Int32?) throws(ProviderFailure) {
        guard var pair = try? DescriptorPair.stream(), let ours = pair.first.take(),
            let theirs = pair.second.take()
        else { throw ProviderFailure(.helper, reason: "no socket pair could be made") }
        wire = ours
        do throws(SystemError) {
            pid = try Processes.start(
                program, ["lockstep-provider"] + (pace == nil ? [] : SharedPace.words),
                environment: Helper.environment(for: baseURL), input: theirs.number, output: theirs.number,
                passing: pace)
        } catch { throw ProviderFailure(.helper, reason: "\(program.path) cannot be started: \(error.text)") }
        // The other end has to be the helper's alone, or nobody would notice that it died.
        _ = consume theirs
        try greet(baseURL)
    }

    deinit { Processes.end(pid) }

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
}
