internal import Lifecycle

extension Problem {
    /// Says in words what is wrong with the vault's files, or the folders that they lie in.
    init(ofFiles error: LedgerError) {
        let path = Printable.argument(error.path ?? "FILE")
        let untouched = "Nothing was changed."
        switch error.code {
        case .sharedFolder:
            self.init(
                .integrity, .sharedFolder,
                "Others may write to the folder \(path), so they could replace the vault.",
                safe: untouched,
                hint:
                    "If the folder is yours: chmod go-w \(path). Otherwise put the vault in a folder of your own, "
                    + "with --vault, and the state with XDG_STATE_HOME.")
        case .foreignOwner:
            self.init(
                .integrity, .foreignOwner, "\(path) belongs to another user than the one that runs this.",
                safe: untouched,
                hint:
                    "Run lockstep as the user that owns it. If it should be yours: sudo chown \"$(id -un)\" \(path)"
            )
        case .notRegular:
            self.init(
                .integrity, .notRegular,
                "\(path) is a link, a folder or the like, where a file of the vault's belongs.",
                safe: untouched, hint: "Find out who made it, and move it away.")
        case .foreignLog:
            self.init(
                .integrity, .foreignLog,
                "The log \(path) does not fit the file beside it: a copy was put over the vault, or one of them was altered.",
                safe: "Nothing was changed. The file is whole without the log.",
                hint:
                    "If the file is the copy that you want, end what uses the vault (lockstep agent stop), then: "
                    + "mv \(path) \(Printable.argument((error.path ?? "FILE") + ".old"))")
        case .uncounted where error.part == .folder:
            self.init(
                .integrity, .uncounted,
                "The folder \(path) cannot be reached. It has the number of the newest change that this machine has seen.",
                safe: "An older copy of the vault would not be noticed, so nothing is handed out.",
                hint: "If it is yours: chmod u+rwx \(path). Otherwise name another with XDG_STATE_HOME.")
        case .uncounted:
            self.init(
                .integrity, .uncounted,
                "\(path) cannot be read, or does not hold the number of the newest change that this machine has seen.",
                safe: "An older copy of the vault would not be noticed, so nothing is handed out.",
                hint:
                    "If this vault is the newest: lockstep doctor --accept-older, which replaces that file. "
                    + "What it cannot replace, such as a folder, is to be moved away first.")
        case .replaced:
            self.init(
                .integrity, .replaced,
                "Another file was put at \(path) while the vault was open, or what is there is another vault.",
                safe: "Nothing was handed out. What was being written may be in the old file only.",
                hint: "If it is the vault that you want: lockstep unlock. Otherwise put the old file back.")
        case .gone:
            self.init(
                .absent, .vaultGone, "\(path) was moved away or deleted while the vault was open.",
                safe: "Nothing was handed out. What was being written may be in the old file only.",
                hint: "Put it back at its path.")
        default:
            self.init(
                .integrity, .exposed, "\(path) can be read or written by others.", safe: untouched,
                hint: "Make it yours alone: chmod 600 \(path)")
        }
    }
}
