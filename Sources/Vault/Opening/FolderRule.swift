internal import Glibc
internal import Lifecycle
internal import Platform

/// Who may write to a folder that the vault lies in, or to one above it.
enum FolderRule {
    /// What a folder breaks of the rule; `nil` for a safe one.
    ///
    /// Its owner is this user or root, and nobody else may write to it but a group that is the user's own, as many systems
    /// give one to each user. Above the vault's own folder, a sticky one will do (`/tmp`): in it, others cannot rename what is
    /// not theirs (https://man7.org/linux/man-pages/man1/chmod.1.html).
    static func broken(by status: FileStatus, at path: String, isInnermost: Bool) -> LedgerError.Code? {
        let isOwned = status.isOwn || status.owner == 0
        guard isOwned || (!isInnermost && isOutside(status.owner)) else { return .foreignOwner }
        if !isInnermost, status.permissions & S_ISVTX != 0 { return nil }
        guard status.permissions & S_IWOTH == 0 else { return .sharedFolder }
        guard status.permissions & S_IWGRP != 0 else { return nil }
        // With a list, the group's bits are the most that it grants to anybody. Root decides who is in its group.
        guard !Files.hasAccessList(path) else { return .sharedFolder }
        return (!isInnermost && status.group == 0) || Group.isPrivate(status.group) ? nil : .sharedFolder
    }

    /// Whether an owner has no number in this user namespace: root outside of a container is shown so
    /// (user_namespaces(7), "Unmapped user and group IDs").
    private static func isOutside(_ user: uid_t) -> Bool {
        guard user == 65_534, let map = Files.kernelText(of: "/proc/self/uid_map") else { return false }
        return !map.split(separator: "\n").contains { line in
            let numbers = line.split(separator: " ").compactMap { UInt64($0) }
            guard numbers.count == 3 else { return true }
            return (numbers[0]..<numbers[0] + numbers[2]).contains(65_534)
        }
    }
}
