internal import Glibc
internal import Platform

/// Where agents are looked for when nobody says otherwise.
package enum UsualPlaces {
    /// The folder for sockets: what the session says, else the place where sessions have it, so that cron and su find the same
    /// one. Only a folder that is this user's own: su leaves another user's in the environment.
    package static func sockets(_ environment: (String) -> String?) -> String {
        let folders = [environment("XDG_RUNTIME_DIR"), "/run/user/\(geteuid())"].compactMap(\.self)
        return folders.first(where: isOwn).map { $0 + "/lockstep" } ?? last
    }

    /// The other folders where this user may have started one, in another session.
    package static func otherSockets(_ environment: (String) -> String?) -> [String] {
        let folders = ["/run/user/\(geteuid())/lockstep", last].filter(isOwn)
        return folders.filter { $0 != sockets(environment) }
    }

    /// Where there is no folder for sockets.
    private static var last: String { "/tmp/lockstep-\(geteuid())" }

    private static func isOwn(_ folder: String) -> Bool {
        guard folder.hasPrefix("/"), let status = try? FileStatus(of: folder) else { return false }
        return status.kind == .folder && status.isOwn
    }
}

extension AgentClient {
    /// The agent at its place; where none listens and no place was named, the one that has this vault's keys.
    package static func serving(
        _ vault: String, at socket: String, isNamed: Bool
    ) throws(AgentError) -> AgentClient {
        do throws(AgentError) {
            return try AgentClient(socket: socket)
        } catch .absent {
            guard !isNamed, let holder = try KeyHolder.of(vault, otherwise: socket) else { throw .absent }
            do throws(AgentError) {
                return try AgentClient(socket: holder.socket)
            } catch { throw .hidden(holder) }
        }
    }

    /// The number of the connection, for whoever ends it from another thread (shutdown(2)); good for as long as this lives.
    package var connectionNumber: Int32 { descriptor }
}
