internal import Glibc

// Files that Lockstep needs: whoever writes something else there loses every token.

extension Context {
    /// What Lockstep keeps beside a vault, by the end of the name.
    private static let endings = ["", "-wal", "-shm", "-journal", "-lock", "-agent"]

    /// Throws `usage` where a path leads to the vault, a file beside it, or what unlocks it, by whatever name.
    func requireForeign(_ path: String) throws(Problem) {
        let place = Context.resolved(path)
        for file in vaultFiles + unlockingFiles {
            let isSame = Context.resolved(file) == place || Context.isOne(file, path)
            guard isSame else { continue }
            throw Problem(
                .usage, .ownFile, "\(Printable.quoted(path)) is the vault, belongs to it, or unlocks it.",
                safe: "Nothing was handed out, and the file is as it was.", hint: "Name another file.")
        }
    }

    /// Throws `usage` for a key file that would be in the place of the vault, or of a file beside it.
    func requireKeyFileApart(_ path: String) throws(Problem) {
        let place = Context.resolved(path)
        guard vaultFiles.contains(where: { Context.resolved($0) == place }) else { return }
        throw Problem(
            .usage, .ownFile,
            "The key file \(Printable.quoted(path)) would be where the vault keeps its own.",
            safe: "Nothing was made.", hint: "Name another place for it, best in another folder.")
    }

    private var vaultFiles: [String] {
        let vault = Context.resolved(vaultInFull)
        return Context.endings.map { vault + $0 }
    }

    private var unlockingFiles: [String] {
        [
            options.keyFile, options.passphraseFile, System.variable("LOCKSTEP_KEY_FILE"),
            System.variable("LOCKSTEP_PASSPHRASE_FILE"),
        ].compactMap(\.self)
    }

    private static func isOne(_ first: String, _ second: String) -> Bool {
        guard let first = System.status(first, -1), let second = System.status(second, -1) else {
            return false
        }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// A path without links; of a file that is not there its folder's, and its name.
    private static func resolved(_ path: String) -> String {
        if let found = unsafe realpath(path, nil) {
            defer { unsafe free(found) }
            return unsafe String(cString: found)
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let folder = path.contains("/") ? String(path.dropLast(name.utf8.count)) : "."
        guard let found = unsafe realpath(folder, nil) else { return path }
        defer { unsafe free(found) }
        return "\(unsafe String(cString: found))/\(name)"
    }
}
