internal import Requests

// What is wrong with the vault's files, or the folders that they lie in. A `path` is as a shell takes it.

extension Problem {
    static func exposed(_ path: String) -> Problem {
        Problem(
            .integrity, .exposed, "\(path) can be read or written by others.", safe: untouched,
            hint: "Make it yours alone: chmod 600 \(path)")
    }

    static func sharedFolder(_ path: String) -> Problem {
        Problem(
            .integrity, .sharedFolder,
            "Others can write to the folder \(path), so they could replace the vault.", safe: untouched,
            hint:
                "If the folder is yours: chmod go-w \(path). Otherwise put the vault in a folder of your "
                + "own, "
                + "with --vault, and the state with XDG_STATE_HOME.")
    }

    static func foreignOwner(_ path: String) -> Problem {
        Problem(
            .integrity, .foreignOwner, "\(path) does not belong to the user who runs this.",
            safe: untouched,
            hint:
                "Run lockstep as the user who owns it. If it should be yours: sudo chown \"$(id -un)\" "
                + "\(path)"
        )
    }

    static func notRegular(_ path: String) -> Problem {
        Problem(
            .integrity, .notRegular,
            "\(path) is a link, a folder or the like, where a file of the vault belongs.",
            safe: untouched, hint: "Find out who made it, and move it away.")
    }

    /// Takes the path itself: a second one is made of it.
    static func foreignLog(_ file: String) -> Problem {
        let path = Printable.argument(file)
        return Problem(
            .integrity, .foreignLog,
            "The log \(path) does not match the file beside it: a copy was put over the vault, or one of "
                + "them was altered.",
            safe: "Nothing was changed. The file is intact without the log.",
            hint:
                "If the file is the copy that you want, stop what uses the vault (lockstep agent stop), "
                + "then: "
                + "mv \(path) \(Printable.argument(file + ".old")), which lockstep doctor --repair does, too")
    }

    static func uncounted(_ path: String, isFolder: Bool) -> Problem {
        let safe = "An older copy of the vault would not be noticed, so nothing is handed out."
        guard !isFolder else {
            return Problem(
                .integrity, .uncounted,
                "The folder \(path) cannot be accessed. It records what this machine has seen of the vault.",
                safe: safe,
                hint: "If it is yours: chmod u+rwx \(path). Otherwise name another with XDG_STATE_HOME.")
        }
        return Problem(
            .integrity, .uncounted,
            "\(path) cannot be read, or does not say what this machine has seen of the vault.",
            safe: safe,
            hint: "If this vault is the newest: lockstep doctor --accept-older, which replaces that file. "
                + "First move away what it cannot replace, such as a folder.")
    }

    static func replaced(_ path: String) -> Problem {
        Problem(
            .integrity, .replaced,
            "Another file was put at \(path) while the vault was open, or what is there is another vault.",
            safe: "Nothing was handed out. What was being written may be in the old file only.",
            hint: "If it is the vault that you want: lockstep unlock. Otherwise put the old file back.")
    }

    static func gone(_ path: String) -> Problem {
        Problem(
            .absent, .vaultGone, "\(path) was moved away or deleted while the vault was open.",
            safe: "Nothing was handed out. What was being written may be in the old file only.",
            hint: "Put it back at its path.")
    }
}

// What this machine does not let happen to them. A `path` is as it was given.

extension Problem {
    /// What is safe where a change could not be written.
    private static let whole = "What was not written is not in the vault; what is in it is intact."

    static func unreadable(_ path: String?) -> Problem {
        Problem(
            .unwritable, .unreadable,
            "The vault \(path.map(Printable.quoted) ?? "") cannot be accessed: permission denied.",
            safe: untouched,
            hint: "Run lockstep as the vault's owner, or name another vault with --vault.")
    }

    static func unwritable(_ path: String?) -> Problem {
        guard let path = path.map(Printable.argument) else {
            return Problem(
                .unwritable, .unwritable,
                "The vault cannot be written: it is read-only, or you lack permission.",
                safe: whole, hint: "Check the folder's permissions, or name another with --vault.")
        }
        return Problem(
            .unwritable, .unwritable,
            "\(path) cannot be written or read: you lack permission, or the file system is "
                + "read-only.", safe: whole,
            hint: "If it is yours: chmod u+rwX \(path). Otherwise name another vault with --vault.")
    }

    static let full = Problem(
        .unwritable, .diskFull, "The disk is full, or a limit has been reached (a quota, or ulimit -f).",
        safe: whole, hint: "Free some space, then run the command again.")
}

extension Problem {
    /// A file that `inject` would write, and whose owner it would keep.
    static func planted(_ path: String, by owner: UInt32) -> Problem {
        Problem(
            .usage, .usage,
            "\(Printable.quoted(path)) belongs to another user (\(owner)), in a folder where others may "
                + "write: anyone could have put it there.",
            safe: "Nothing was handed out.",
            hint: "Name the owner it should have with --owner USER, or name another file.")
    }
}
