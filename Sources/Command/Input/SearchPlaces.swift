internal import Glibc
internal import Leaks
internal import Platform
internal import Requests

extension Context {
    /// Where to look: the operands, or standard input where none is given and somebody else writes there.
    func searchPlaces() throws(Problem) -> [SearchPlace] {
        guard !options.operands.isEmpty else {
            guard !System.isTerminal(STDIN_FILENO) else {
                throw .usage(
                    "Nothing was named to search.", hint: "Name files or folders, or pipe a text in.")
            }
            return [.standardInput]
        }
        return try options.operands.map { name throws(Problem) in
            guard name != "-" else {
                if System.isTerminal(STDIN_FILENO) {
                    console.note("Searching what you type or paste. End it with Ctrl-D on a line of its own.")
                }
                return .standardInput
            }
            do throws(SystemError) { _ = try FileStatus(of: name) } catch {
                // What is there and cannot be read is told with what is found elsewhere.
                guard error.number == ENOENT || error.number == ENOTDIR else {
                    return .path(Array(name.utf8))
                }
                throw Problem(
                    .absent, .noFile, "\(Printable.quoted(name)) does not exist.",
                    safe: "Nothing was searched.", hint: "Check its path.")
            }
            return .path(Array(name.utf8))
        }
    }

    /// The vault's own files and the folder of this machine's logs. Their strings are sealed; and who opens and closes a file of the vault
    /// gives up the locks that this process has on it.
    var ownFiles: Set<FileStatus.Identity> {
        let paths = vaultFiles + [places.state]
        return Set(paths.compactMap { try? FileStatus(of: $0).identity })
    }
}
