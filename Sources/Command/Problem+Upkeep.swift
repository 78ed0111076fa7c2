internal import Requests

// What is wrong between the vault and what this machine has seen of it: the state beside it, and the reading logs.

extension Problem {
    static let forked = Problem(
        .integrity, .forked,
        "The vault is not the one that this machine saw last: a copy of it was changed elsewhere and put "
            + "here.",
        safe: "Nothing was changed, and nothing is handed out.",
        hint:
            "Changes of one of the two are missing here. Put back the file that this machine used last. If "
            + "you want this copy: lockstep doctor --accept-older")

    static func logCut(_ path: String) -> Problem {
        Problem(
            .integrity, .logCut,
            "The reading log \(path) lacks entries that were certainly written: it was truncated, put back "
                + "or removed.",
            safe: "The vault itself is intact. The log no longer says who read which token.",
            hint:
                "Put the log back if you have a copy. Otherwise assume that every token it could have named "
                + "was read, and resume hand-outs: lockstep doctor --accept-log"
        )
    }

    static func alteredLog(_ path: String) -> Problem {
        Problem(
            .integrity, .altered, "The reading log \(path) was altered or is damaged.",
            safe: "Nothing is handed out until you have seen it. The vault itself is intact.",
            hint: "What is wrong with it, and how to go on: lockstep doctor")
    }

    static func unlogged(_ path: String) -> Problem {
        Problem(
            .unwritable, .unlogged,
            "The reading log \(path) cannot be written, and nothing is handed out without a log entry.",
            safe: "Nothing was handed out. The vault is unchanged.",
            hint:
                "Free some space on that disk, and make the folder and its files yours (chmod -R u+rwX). To "
                + "keep the log elsewhere: XDG_STATE_HOME. To get the token without a log entry: "
                + "--unlogged"
        )
    }

    static let outdated = Problem(
        .conflict, .outdated, "Another process or machine has changed the vault in the meantime.",
        safe: "Nothing was changed here.", hint: "Try again; the vault is read again.")

    static let unknownCommit = Problem(
        .unexpected, .unknownCommit, "It cannot be determined whether the last change reached the vault.",
        safe: "It is in the vault completely or not at all. Nothing was handed out.",
        hint: "See what the vault has: lockstep status. Then finish what is unfinished: lockstep sync")
}
