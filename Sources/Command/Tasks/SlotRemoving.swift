internal import Lifecycle
internal import Requests
internal import Service

/// Removes a way to unlock the vault, and says what still opens with it.
struct SlotRemoving {
    let context: Context
    /// Whether a person has agreed already.
    let isAgreed: Bool

    func run(_ names: [String]) throws(Problem) {
        let wasUnlocked = context.isAgentUnlocked
        let service = try context.service()
        var slots: [SlotOutline] = []
        for name in names {
            let slot = try served { () throws(Failure) in try service.slot(named: name) }
            if !slots.contains(slot) { slots.append(slot) }
        }
        try served { () throws(Failure) in try service.check(removing: slots) }
        let words = slots.map(SlotRow.words).joined(separator: ", ")
        try context.agree(
            isAgreed, ["Copies of the vault that were made until now will still open with what you remove."],
            "Remove \(words), and give the vault new keys?", "removed")
        let left = try served { () throws(Failure) in try service.remove(slots) }
        if context.options.json { try context.console.print(.slots(slots)) }
        context.console.note("Removed \(words). The vault has new keys.")
        context.console.note(
            "Copies of the vault that were made before still open with it. If it may be in wrong hands, "
                + "replace the tokens, too: lockstep rotate --all")
        if wasUnlocked {
            context.console.note(
                "An agent that was unlocked with it has to be unlocked again (lockstep unlock); one that was "
                    + "unlocked otherwise goes on.")
        }
        if let left { throw Problem(left) }
    }
}
