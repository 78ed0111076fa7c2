internal import CPlatform
internal import Glibc

/// The socket's place in the file system.
enum Socket {
    /// Makes the folder (0700) and the socket (0600); what an agent that died left behind is taken away.
    static func listen(at path: String) throws(SocketError) -> Int32 {
        guard path.hasPrefix("/") else { throw .relative(path) }
        guard path.utf8.count <= SocketError.longest else { throw .tooLong(path) }
        try checkFolder(of: path)
        try clear(path)
        let descriptor = unsafe lockstep_listen(path)
        guard descriptor >= 0 else {
            throw descriptor == -EADDRINUSE ? .taken(path) : .place(path, -descriptor)
        }
        return descriptor
    }

    /// The descriptors that systemd passed to this process (sd_listen_fds(3)): one, or two of which one has the name
    /// `credentials` or comes second.
    static func passed() throws(SocketError) -> (socket: Int32?, credentials: Int32?) {
        guard let pid = value("LISTEN_PID"), Int32(pid) == getpid(),
            let count = Int32(value("LISTEN_FDS") ?? "")
        else { return (nil, nil) }
        guard (1...2).contains(count), (3..<3 + count).allSatisfy({ lockstep_is_listening($0) == 1 }) else {
            throw .passed
        }
        guard count == 2 else { return (3, nil) }
        let names = (value("LISTEN_FDNAMES") ?? "").split(separator: ":", omittingEmptySubsequences: false)
        return names.first == "credentials" ? (4, 3) : (3, 4)
    }

    /// The path that a socket is bound to; `nil` for none.
    static func path(of descriptor: Int32) -> String? {
        var name = [UInt8](repeating: 0, count: SocketError.longest + 1)
        let count = unsafe lockstep_bound_path(descriptor, &name, Int32(name.count))
        return count > 0 ? String(decoding: name.prefix(Int(count)), as: UTF8.self) : nil
    }

    private static func value(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// Throws unless the folder is this user's and nobody else may write to it; makes it where it is missing.
    private static func checkFolder(of path: String) throws(SocketError) {
        guard let slash = path.lastIndex(of: "/") else { throw .relative(path) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST { throw .place(folder, errno) }
        var status = stat()
        guard unsafe lstat(folder, &status) == 0 else { throw .place(folder, errno) }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o022 == 0
        else {
            throw .folder(folder)
        }
    }

    /// Takes away a socket that nobody listens on; throws `foreign` for anything else that lies there.
    private static func clear(_ path: String) throws(SocketError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .place(path, errno) }
            return
        }
        guard status.st_mode & S_IFMT == S_IFSOCK, status.st_uid == geteuid() else { throw .foreign(path) }
        let connection = unsafe lockstep_connect(path)
        guard connection < 0 else {
            close(connection)
            throw .taken(path)
        }
        guard connection == -ECONNREFUSED else {
            throw connection == -EAGAIN ? .taken(path) : .place(path, -connection)
        }
        guard unsafe unlink(path) == 0 else { throw .place(path, errno) }
    }
}
