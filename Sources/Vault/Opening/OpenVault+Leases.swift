internal import Glibc
internal import Lifecycle
internal import Platform

extension OpenVault {
    /// What can be said of the holder of a lease: whether its byte of the file of locks is locked, where that file is the one beside this
    /// vault. Where it cannot be looked at, nothing is known.
    func standing(of holder: LeaseHolder) throws(LedgerError) -> LeaseHolder.Standing {
        guard let boot = MachineIdentity.boot else { return .unknown }
        let file = try? Descriptor(opening: Claims.path(beside: place.real), O_RDONLY | O_NOFOLLOW)
        let identity: FileStatus.Identity?
        switch file {
        case .some(let file): identity = (try? file.status())?.identity
        case .none: identity = nil
        }
        let known = holder.standing(
            boot: boot, machine: MachineIdentity.machine ?? [], device: identity?.device,
            inode: identity?.inode)
        if let known { return known }
        switch file {
        case .some(let file):
            guard let isLocked = try? file.isLockedElsewhere(byte: holder.byte) else { return .unknown }
            return isLocked ? .living : .gone
        case .none: return .unknown
        }
    }
}
