internal import CPlatform
internal import Glibc
internal import Platform
package import Secrets

/// Token strings as files in memory, for commands that want a path: nothing reaches a disk, and they are gone with the
/// command (memfd_create(2)). They cannot be written to.
package enum SecretFiles {
    /// Makes a file of a secret and returns its path, which is good for as long as this process, or the command that
    /// replaces it, lives. Throws `memory` when it cannot be made.
    package static func path(of secret: borrowing SecretBytes) throws(HandOutError) -> String {
        guard let file = try? Descriptor(result: lockstep_memory_file()),
            (try? secret.write(to: file.number)) != nil, lockstep_seal_file(file.number) == 0
        else { throw .memory }
        return "/proc/\(getpid())/fd/\(file.released())"
    }
}
