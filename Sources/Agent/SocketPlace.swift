internal import Glibc

/// The place of a socket in the file system, as it was when the agent began to listen there.
struct SocketPlace {
    let path: String
    private let device: dev_t
    private let inode: ino_t

    /// `nil` when no socket lies there.
    init?(_ path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        (self.path, device, inode) = (path, status.st_dev, status.st_ino)
    }

    /// Whether the same socket lies there.
    var isUnchanged: Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_dev == device && status.st_ino == inode
    }

    /// The folder that it lies in.
    var folder: String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// Its name in that folder.
    var name: String { String(path.split(separator: "/").last ?? "") }
}
