internal import CPlatform
internal import Glibc
internal import Secrets

/// Replaces this process by a command, found as a shell would find it (execvp(3)), or by the file that was opened; returns only on failure.
///
/// The kernel copies the environment out of guarded memory. The file mask, the signal mask and SIGPIPE are put back to what programs
/// expect; every descriptor of ours is close-on-exec. The core limit stays 0, since a core file would hold the environment; the command
/// may raise it.
package func execute(
    arguments: UnsafePointer<UnsafeMutablePointer<CChar>?>, environment: consuming ChildEnvironment,
    opened: Int32? = nil
) -> HandOutError {
    var block: [UnsafePointer<CChar>?] = unsafe []
    unsafe environment.inherited.forEach { if unsafe !environment.isReplaced($0) { unsafe block.append($0) } }
    for entry in environment.entries {
        // The blocks stay where they are for as long as their entries live: to the end of this function.
        let address = unsafe entry.block.withBytes { unsafe $0.withUnsafeBufferPointer { $0.baseAddress } }
        unsafe block.append(UnsafeRawPointer(address)?.assumingMemoryBound(to: CChar.self))
    }
    unsafe block.append(nil)
    guard let file = unsafe arguments[0] else { return .notFound }
    let failure = unsafe block.withUnsafeBufferPointer { block -> Int32 in
        guard let variables = block.baseAddress else { return EINVAL }
        return unsafe UnsafeRawPointer(arguments).withMemoryRebound(
            to: UnsafePointer<CChar>?.self, capacity: 1
        ) {
            if let opened { return unsafe lockstep_execute_opened(opened, $0, variables) }
            return unsafe lockstep_execute(file, $0, variables)
        }
    }
    withExtendedLifetime(environment) {}
    return HandOutError(errno: failure)
}
