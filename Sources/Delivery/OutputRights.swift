internal import Glibc
internal import Platform

/// Whose an output file is, and who may read it. What is `nil` stays as it was, and is this user's and 0600 for a new file.
package struct OutputRights: Hashable, Sendable {
    /// The user's number.
    package var owner: UInt32?
    /// The group's number.
    package var group: UInt32?
    /// The mode: the lower nine bits.
    package var mode: UInt32?

    /// Names what is not to stay.
    package init(owner: UInt32? = nil, group: UInt32? = nil, mode: UInt32? = nil) {
        (self.owner, self.group, self.mode) = (owner, group, mode)
    }

    /// The same for a file that is there already. Throws `planted` for another user's file in a folder where others may have put it.
    func over(_ former: FileStatus, in folder: String) throws(HandOutError) -> OutputRights {
        var rights = self
        if owner == nil, !former.isOwn {
            guard let around = try? FileStatus(of: folder), around.isOwn || around.owner == 0,
                !around.isSharedForWriting
            else { throw .planted(former.owner) }
        }
        rights.owner = owner ?? former.owner
        rights.group = group ?? former.group
        rights.mode = mode ?? former.permissions & 0o777
        return rights
    }

    /// Gives them to an open file.
    func apply(to file: Int32) throws(SystemError) {
        let present = try FileStatus(file)
        let (owner, group) = (owner ?? present.owner, group ?? present.group)
        if (owner, group) != (present.owner, present.group) {
            try SystemError.check(fchown(file, owner, group))
        }
        // After that: a change of the owner takes bits away.
        if let mode, mode != present.permissions { try SystemError.check(fchmod(file, mode)) }
    }
}
