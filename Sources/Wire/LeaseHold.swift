internal import Glibc
package import Lifecycle
internal import Platform

/// This process as the holder of a lease: it has a byte locked in the file of locks beside a vault, until this is dropped or the
/// process ends.
package final class LeaseHold {
    /// How the vault knows it.
    package let holder: LeaseHolder
    private let file: Descriptor
    /// The number of the descriptor that has the lock: a process that is forked has to close it at once, or the lock outlives this one.
    package var descriptor: Int32 { file.number }

    /// Locks a byte of its own. Throws why that cannot be.
    package init(beside vault: String) throws(LedgerError) {
        let path = Path.resolved(vault) + "-lock"
        guard let boot = MachineIdentity.boot else {
            throw LedgerError(.unreadable, .host).at("/proc/sys/kernel/random/boot_id")
        }
        do throws(SystemError) {
            let file = try Descriptor(opening: path, O_RDWR | O_CREAT | O_NOFOLLOW)
            let identity = try file.status().identity
            holder = LeaseHolder(
                boot: boot, machine: MachineIdentity.machine ?? [], device: identity.device,
                inode: identity.inode)
            guard try file.lock(byte: holder.byte) else { throw SystemError(EAGAIN) }
            self.file = file
        } catch { throw LedgerError(error).at(path) }
    }
}
