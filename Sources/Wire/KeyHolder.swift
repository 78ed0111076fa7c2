internal import Glibc
package import Platform
package import Secrets

/// The agent that holds a vault's keys in memory.
///
/// It writes its process id and the path of its socket into a file beside the vault, and keeps a lock on that file for as
/// long as it has the keys. The kernel gives the lock back however the process ends (fcntl(2), "Open file description
/// locks"), so it is found wherever its socket is, and when its socket is gone.
package struct KeyHolder: Hashable, Sendable, Coded {
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
        let file: Descriptor
        do throws(SystemError) {
            file = try Descriptor(opening: path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        } catch {
            guard error.number == ENOENT || error.number == ENOTDIR else { throw .unknown(path) }
            return nil
        }
        guard isOwn(file) else { throw .unknown(path) }
        do throws(SystemError) {
            guard try file.isLockedElsewhere(byte: 0) else { return nil }
        } catch { throw .unknown(path) }
        let bytes = (try? file.readOnce(4096)) ?? []
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.count == 2, let pid = Int32(lines[0]), pid > 0, lines[1].hasPrefix("/") else {
            return KeyHolder(pid: 0, socket: usual)
        }
        return KeyHolder(pid: pid, socket: String(lines[1]))
    }

    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.number(pid)
        writer.string(socket)
    }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        (pid, socket) = (try reader.number(), try reader.string())
    }

    /// The path of the file beside a vault. A link to the vault leads to the same one.
    package static func path(beside vault: String) -> String { Path.resolved(vault) + "-agent" }

    /// Whether a file is this user's, and nobody else may write to it.
    package static func isOwn(_ file: borrowing Descriptor) -> Bool {
        guard let status = try? file.status() else { return false }
        return status.kind == .file && status.isOwn && !status.isSharedForWriting
    }
}
