internal import CPlatform
internal import Glibc
package import Secrets

/// Token strings as files in memory, for commands that want a path: nothing reaches a disk, and they are gone with the
/// command (memfd_create(2)). They cannot be written to.
package enum SecretFiles {
    /// Makes a file of a secret and returns its path, which is good for as long as this process, or the command that
    /// replaces it, lives. Throws `memory` when it cannot be made.
    package static func path(of secret: borrowing SecretBytes) throws(HandOutError) -> String {
        let descriptor = lockstep_memory_file()
        guard descriptor >= 0 else { throw .memory }
        guard (try? secret.write(to: descriptor)) != nil, lockstep_seal_file(descriptor) == 0 else {
            close(descriptor)
            throw .memory
        }
        return "/proc/\(getpid())/fd/\(descriptor)"
    }
}
