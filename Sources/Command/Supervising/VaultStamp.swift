internal import Platform

/// When a vault's files were written to last, by which somebody without its keys sees that it was changed. Hand-outs do not write to it.
struct VaultStamp: Hashable {
    private struct Part: Hashable {
        let identity: FileStatus.Identity
        let changed: Int64
        let size: Int

        init(_ status: FileStatus) {
            (identity, changed, size) = (status.identity, status.changed, status.size)
        }
    }

    private let file: Part?
    /// SQLite's log; an empty one is none, since it comes and goes with each process that looks.
    private let log: Part?

    /// Looks at the files of the vault at a path.
    init(of path: String) {
        file = (try? FileStatus(of: path)).map(Part.init)
        log = (try? FileStatus(of: path + "-wal")).flatMap { $0.size > 0 ? Part($0) : nil }
    }
}
