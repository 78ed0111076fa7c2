internal import Requests

// What is wrong between the vault and what this machine has seen of it: the state beside it, and the reading logs.

extension Problem {
    static let forked = Problem(
        .integrity, .forked,
        "The vault is not the one that this machine saw last: a copy of it was changed elsewhere, and put here.",
        safe: "Nothing was changed, and nothing is handed out.",
        hint:
            "Changes of one of both are missing here. Put the file back that you used on this machine last. If this copy is "
            + "meant: lockstep doctor --accept-older")

    static func logCut(_ path: String) -> Problem {
        Problem(
            .integrity, .logCut,
            "The reading log \(path) lacks entries that were written for certain: it was cut, put back or taken away.",
            safe: "The vault itself is whole. The log does not say any more who read which token.",
            hint:
                "Put the log back, if you have a copy. Otherwise count every token as read that this log could have named, "
                + "and have hand-outs go on: lockstep doctor --accept-log"
        )
    }

    static func alteredLog(_ path: String) -> Problem {
        Problem(
            .integrity, .altered, "The reading log \(path) was altered or is damaged.",
            safe: "Nothing is handed out before you have seen it. The vault itself is whole.",
            hint: "What is wrong with it, and how to go on: lockstep doctor")
    }

    static func unlogged(_ path: String) -> Problem {
        Problem(
            .unwritable, .unlogged,
            "The reading log \(path) cannot be written, and what is not in the log is not handed out.",
            safe: "Nothing was handed out. The vault is as it was.",
            hint:
                "Make room on that disk, and the folder with its files yours (chmod -R u+rwX). To keep the log elsewhere: XDG_STATE_HOME. "
                + "To have the token without any log: --unlogged"
        )
    }

    static let outdated = Problem(
        .conflict, .outdated, "Another process or machine has changed the vault meanwhile.",
        safe: "Nothing was changed here.", hint: "Try again: it is read anew.")

    static let unknownCommit = Problem(
        .unexpected, .unknownCommit, "Whether the last change reached the vault cannot be told.",
        safe: "It is in the vault whole, or not at all. Nothing was handed out.",
        hint: "See what the vault has: lockstep status. Then finish what is unfinished: lockstep sync")
}
