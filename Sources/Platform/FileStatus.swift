internal import Glibc

/// What the kernel says of a file: what it is, whose, and which one (stat(2)).
package struct FileStatus: Hashable, Sendable {
    /// What a path can lead to.
    package enum Kind: Hashable, Sendable {
        /// A regular file.
        case file
        /// A folder.
        case folder
        /// A symbolic link.
        case link
        /// A socket.
        case socket
        /// A device that is read and written byte by byte, such as a terminal.
        case characterDevice
        /// A pipe, or a device with blocks.
        case other
    }

    /// Which file it is: two paths that have the same lead to one file.
    package struct Identity: Hashable, Sendable {
        /// The file system.
        package let device: UInt64
        /// The file's number in it.
        package let inode: UInt64

        /// Joins the two.
        package init(device: UInt64, inode: UInt64) { (self.device, self.inode) = (device, inode) }
    }

    /// What it is.
    package let kind: Kind
    /// Which one.
    package let identity: Identity
    /// The user whose it is.
    package let owner: UInt32
    /// The group that it belongs to.
    package let group: UInt32
    /// Who may read, write and execute it, and the sticky bit: the lower twelve bits of the mode.
    package let permissions: UInt32
    /// Of a device, which one.
    package let represents: UInt64
    /// How many names it has.
    package let links: UInt64
    /// Its size in bytes.
    package let size: Int
    /// When it was changed last, by whatever means, in nanoseconds since 1970.
    package let changed: Int64

    /// What a path leads to, through links.
    package init(of path: String) throws(SystemError) {
        var status = stat()
        // Not the text itself, of which a copy would be made.
        try SystemError.check(unsafe path.withCString { unsafe stat($0, &status) })
        self.init(status)
    }

    /// What is at a path by its bytes, which need not be text; through links where they are followed.
    package init(at path: [UInt8], followingLinks: Bool) throws(SystemError) {
        var status = stat()
        let path = path.map { CChar(bitPattern: $0) } + [0]
        try SystemError.check(followingLinks ? unsafe stat(path, &status) : unsafe lstat(path, &status))
        self.init(status)
    }

    /// What is at a path itself, which may be a link.
    package init(at path: String) throws(SystemError) {
        var status = stat()
        try SystemError.check(unsafe lstat(path, &status))
        self.init(status)
    }

    /// What a descriptor leads to.
    package init(_ descriptor: Int32) throws(SystemError) {
        var status = stat()
        try SystemError.check(unsafe fstat(descriptor, &status))
        self.init(status)
    }

    private init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            case S_IFSOCK: .socket
            case S_IFCHR: .characterDevice
            default: .other
            }
        identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        (owner, group) = (status.st_uid, status.st_gid)
        permissions = status.st_mode & 0o7777
        represents = UInt64(status.st_rdev)
        links = UInt64(status.st_nlink)
        size = Int(status.st_size)
        changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    }

    /// Whether it belongs to this user.
    package var isOwn: Bool { owner == geteuid() }
    /// Whether others than its owner may write to it.
    package var isSharedForWriting: Bool { permissions & 0o022 != 0 }
    /// Whether nobody but its owner may read or write it.
    package var isPrivate: Bool { permissions & 0o077 == 0 }
}
