internal import Platform
internal import Requests

// Files that Lockstep needs: whoever writes something else there loses every token.

extension Context {
    /// What Lockstep keeps beside a vault, by the end of the name.
    private static let endings = ["", "-wal", "-shm", "-journal", "-lock", "-agent"]

    /// Throws `usage` where a path leads to the vault, a file beside it, or what unlocks it, by whatever name; `undone` says what was
    /// not done.
    func requireForeign(_ path: String, _ undone: String) throws(Problem) {
        let place = Path.resolved(path)
        for file in vaultFiles + unlockingFiles {
            let isSame = Path.resolved(file) == place || Context.isOne(file, path)
            guard isSame else { continue }
            throw Problem(
                .usage, .ownFile, "\(Printable.quoted(path)) is the vault, belongs to it, or unlocks it.",
                safe: "\(undone), and the file is unchanged.", hint: "Name another file.")
        }
    }

    /// Throws `usage` for a key file that would be in the place of the vault, or of a file beside it.
    func requireKeyFileApart(_ path: String) throws(Problem) {
        let place = Path.resolved(path)
        guard vaultFiles.contains(where: { Path.resolved($0) == place }) else { return }
        throw Problem(
            .usage, .ownFile,
            "The key file \(Printable.quoted(path)) would be in the place of a file of the vault.",
            safe: "Nothing was created.", hint: "Choose another path for it, preferably in another folder.")
    }

    /// The vault, and what is kept beside it.
    var vaultFiles: [String] {
        let vault = Path.resolved(vaultInFull)
        return Context.endings.map { vault + $0 }
    }

    private var unlockingFiles: [String] {
        [
            options.keyFile, options.passphraseFile, Environment.value("LOCKSTEP_KEY_FILE"),
            Environment.value("LOCKSTEP_PASSPHRASE_FILE"), try? places.privateKey.get(),
        ].compactMap(\.self) + options.shareFiles
    }

    private static func isOne(_ first: String, _ second: String) -> Bool {
        guard let first = System.status(first, -1) else { return false }
        return first.identity == System.status(second, -1)?.identity
    }
}
