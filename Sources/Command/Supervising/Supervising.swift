internal import CPlatform
internal import Delivery
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests

/// Starts a command, and stays beside it to let it have the tokens that come later.
struct Supervising {
    let running: Running
    let reaction: Reaction

    /// The command begins at a place of argv.
    func run(_ place: Int) throws(Problem) {
        guard !running.options.isMasked else {
            throw .usage("--mask and --refresh-file do not go together yet: leave out one of them.")
        }
        let file = try refreshedFile()
        try running.tellLost()
        let changes = try TokenChanges(running.context, running.labels)
        let supervisor = Supervisor(running, place, reaction, changes, file)
        try supervisor.begin()
        supervisor.run()
    }

    /// The file that is kept up to date; `nil` where none was named.
    private func refreshedFile() throws(Problem) -> RefreshedFile? {
        guard let path = running.options.refreshed else { return nil }
        guard Set(running.labels).count == 1 || running.variables.first?.name == nil else {
            throw .usage("Name the token that the file gets: a LABEL.", hint: "See: lockstep watch --help")
        }
        try running.context.requireForeign(path, "Nothing was handed out")
        let file: RefreshedFile
        do throws(HandOutError) { file = try RefreshedFile(path) } catch { throw Problem(error, file: path) }
        if !file.isInMemory {
            running.context.console.warn(
                Warning(
                    .fileOnDisk,
                    "\(Printable.quoted(file.path)) is not in memory, so token strings reach the disk; "
                        + "a folder in $XDG_RUNTIME_DIR usually is"))
        }
        return file
    }
}
