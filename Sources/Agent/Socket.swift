internal import CPlatform
internal import Glibc
internal import Platform

/// The socket's place in the file system.
enum Socket {
    /// Makes the folder (0700) and the socket (0600); what an agent that died left behind is taken away.
    static func listen(at path: String) throws(SocketError) -> Int32 {
        guard path.hasPrefix("/") else { throw .relative(path) }
        guard path.utf8.count <= SocketError.longest else { throw .tooLong(path) }
        try checkFolder(of: path)
        // One at a time: what another has just made is no leftover.
        let turn = turn(in: Path.folder(of: path))
        defer { withExtendedLifetime(turn) {} }
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
        guard let pid = Environment.repairedValue("LISTEN_PID"), Int32(pid) == getpid(),
            let count = Int32(Environment.repairedValue("LISTEN_FDS") ?? "")
        else { return (nil, nil) }
        guard (1...2).contains(count), (3..<3 + count).allSatisfy({ lockstep_is_listening($0) == 1 }) else {
            throw .passed
        }
        guard count == 2 else { return (3, nil) }
        let names = (Environment.repairedValue("LISTEN_FDNAMES") ?? "").split(
            separator: ":", omittingEmptySubsequences: false)
        return names.first == "credentials" ? (4, 3) : (3, 4)
    }

    /// Listens on a socket that was passed once more: Linux tells a client the process that did so last (net/unix/af_unix.c,
    /// unix_listen), and that one is to be this. Where it does not, a client cannot tell that this process is stopped.
    static func adopt(_ passed: Int32) { _ = Glibc.listen(passed, 4096) }

    /// The path that a socket is bound to; `nil` for none.
    static func path(of descriptor: Int32) -> String? {
        var name = [UInt8](repeating: 0, count: SocketError.longest + 1)
        let count = unsafe lockstep_bound_path(descriptor, &name, Int32(name.count))
        return count > 0 ? String(decoding: name.prefix(Int(count)), as: UTF8.self) : nil
    }

    /// Throws unless the folder is this user's and nobody else may write to it; makes it where it is missing.
    private static func checkFolder(of path: String) throws(SocketError) {
        guard path.contains("/") else { throw .relative(path) }
        let folder = Path.folder(of: path)
        if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST { throw .place(folder, errno) }
        let status: FileStatus
        do throws(SystemError) { status = try FileStatus(at: folder) } catch {
            throw .place(folder, error.number)
        }
        guard status.kind == .folder, status.isOwn, !status.isSharedForWriting else { throw .folder(folder) }
    }

    /// Waits until no other agent makes its socket in this folder. Where the system has no such locks, or one takes too long, it
    /// is not waited for.
    private static func turn(in folder: String) -> Descriptor? {
        guard let folder = try? Descriptor(folder: folder) else { return nil }
        var tries = 0
        while flock(folder.number, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK, tries < 200 {
            tries += 1
            usleep(10_000)
        }
        return folder
    }

    /// Takes away a socket that nobody listens on; throws `foreign` for anything else that lies there.
    private static func clear(_ path: String) throws(SocketError) {
        let status: FileStatus
        do throws(SystemError) { status = try FileStatus(at: path) } catch {
            guard error.number == ENOENT else { throw .place(path, error.number) }
            return
        }
        guard status.kind == .socket, status.isOwn else { throw .foreign(path) }
        do throws(SystemError) { _ = try Descriptor(result: unsafe lockstep_connect(path)) } catch {
            guard error.number == ECONNREFUSED else {
                throw error.number == EAGAIN ? .taken(path) : .place(path, error.number)
            }
            guard unsafe unlink(path) == 0 else { throw .place(path, errno) }
            return
        }
        throw .taken(path)
    }
}
