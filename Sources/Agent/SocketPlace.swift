internal import Platform

/// The place of a socket in the file system, as it was when the agent began to listen there.
struct SocketPlace {
    let path: String
    private let identity: FileStatus.Identity

    /// `nil` when no socket lies there.
    init?(_ path: String) {
        guard let status = try? FileStatus(at: path), status.kind == .socket else { return nil }
        (self.path, identity) = (path, status.identity)
    }

    /// Whether the same socket lies there.
    var isUnchanged: Bool { (try? FileStatus(at: path))?.identity == identity }

    /// The folder that it lies in.
    var folder: String { Path.folder(of: path) }

    /// Its name in that folder.
    var name: String { Path.name(of: path) }
}
