internal import CPlatform
internal import Glibc

/// The agent that holds a vault's keys in memory.
///
/// It writes its process id and the path of its socket into a file beside the vault, and keeps a lock on that file for as
/// long as it has the keys. The kernel gives the lock back however the process ends (fcntl(2), "Open file description
/// locks"), so it is found wherever its socket is, and when its socket is gone.
package struct KeyHolder: Hashable, Sendable {
    /// Its process id; 0 where the file does not tell.
    package let pid: Int32
    /// The path of its socket. Where the file does not tell, the one to look at; empty for none.
    package let socket: String

    /// Describes one.
    package init(pid: Int32, socket: String) { (self.pid, self.socket) = (pid, socket) }

    /// The one that has the keys of the vault at a path now; `nil` when none has. Where its file was changed, the `usual`
    /// socket is the one to look at. Throws `unknown` when it cannot be told whether there is one.
    package static func of(_ vault: String, otherwise usual: String = "") throws(AgentError) -> KeyHolder? {
        let path = KeyHolder.path(beside: vault)
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { throw .unknown(path) }
            return nil
        }
        defer { close(file) }
        guard isOwn(file) else { throw .unknown(path) }
        guard lockstep_is_byte_locked(file, 0) != 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe read(file, &bytes, bytes.count)
        let lines = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
        guard lines.count == 2, let pid = Int32(lines[0]), pid > 0, lines[1].hasPrefix("/") else {
            return KeyHolder(pid: 0, socket: usual)
        }
        return KeyHolder(pid: pid, socket: String(lines[1]))
    }

    /// The path of the file beside a vault. A link to the vault leads to the same one.
    static func path(beside vault: String) -> String { VaultPath.resolved(vault) + "-agent" }

    /// Whether a file is this user's, and nobody else may write to it.
    static func isOwn(_ file: Int32) -> Bool {
        var status = stat()
        return unsafe fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && status.st_uid == geteuid() && status.st_mode & 0o022 == 0
    }
}

/// How one vault is told from another: by its path without links, whatever was written for it.
package enum VaultPath {
    /// The path in full; of a vault that is not there, its folder's. What cannot be resolved is left as it is.
    package static func resolved(_ path: String) -> String {
        if let whole = real(path) { return whole }
        guard let slash = path.lastIndex(of: "/") else { return path }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return real(folder).map { ($0 == "/" ? "" : $0) + path[slash...] } ?? path
    }

    private static func real(_ path: String) -> String? {
        guard let found = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(found) }
        return unsafe String(validatingCString: found)
    }
}
