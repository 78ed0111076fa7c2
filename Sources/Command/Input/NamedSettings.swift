internal import Platform
internal import Requests

extension SetOptions {
    /// What is to be set in the vault.
    var change: SettingsChange {
        get throws(Problem) {
            var change = SettingsChange()
            (change.auditKeep, change.handsOutOnly) = (auditKeep, handsOutOnly)
            (change.ceiling, change.maxLifetime, change.changesAnHour) = (ceiling, maxLifetime, changesAnHour)
            change.backup = try backup.map { path throws(Problem) in try SetOptions.folder(path) }
            return change
        }
    }

    /// A folder as its path from the root, since the agent has another place.
    private static func folder(_ path: String) throws(Problem) -> String {
        guard path != "none" else { return path }
        guard (try? FileStatus(of: path))?.kind == .folder, let real = try? Path.real(path) else {
            throw .usage(
                "\(Printable.quoted(path)) is not a folder.",
                hint: "Create it first: mkdir -p \(Printable.argument(path))")
        }
        return real
    }
}
