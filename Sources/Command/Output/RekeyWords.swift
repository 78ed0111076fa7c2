internal import Lifecycle
internal import Requests

/// What `rekey` tells people.
struct RekeyWords {
    let rekeyed: Rekeyed
    let now: Instant

    var lines: [String] {
        let strings = rekeyed.isDeep ? ", token strings included" : ""
        let done =
            "The vault has new keys (epoch \(rekeyed.keys.epoch)); everything in it is sealed under "
            + "them\(strings)."
        let earlier =
            "That was the rekey begun \(Times.relative(rekeyed.began, now: now)). To begin another: lockstep rekey"
        return [done] + (rekeyed.isResumed ? [earlier] : []) + [
            "Copies made before open as they did, with the token strings of that time. If somebody else may have "
                + "opened one: lockstep rotate --all"
        ]
    }

    /// Slots of version 1 have one secret, which an old copy leads to as well.
    var warning: Warning? {
        let count = rekeyed.keys.sharing
        guard count > 0 else { return nil }
        let which = count == rekeyed.keys.slots ? "All ways" : "\(count) of \(rekeyed.keys.slots) ways"
        return Warning(
            .sharedSlots,
            "\(which) to unlock this vault come from version 1 and share one key, so whoever has opened an "
                + "old copy can open the vault as it is now. Add new ways to unlock it, then remove the "
                + "old ones together: lockstep slot --help"
        )
    }
}
