/// Programs that belong together are in one folder.
package enum Programs {
    /// The path of another program beside this one.
    ///
    /// Where `/proc` does not say where this one is, it is a path that only root could fill: never one that depends on the working
    /// folder, where a program of anybody's could be.
    package static func beside(_ name: String) -> String {
        guard let own = try? Files.target(ofLink: "/proc/self/exe"), own.contains("/") else {
            return "/\(name)"
        }
        let folder = Path.folder(of: own)
        return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }
}
