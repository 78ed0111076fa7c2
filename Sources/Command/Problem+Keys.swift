internal import Lifecycle
internal import Requests

// What keeps a vault from getting new keys.

extension Problem {
    /// What is in the way of new keys, or of slots without some of them; `nil` for a failure of anything else.
    static func ofKeys(_ error: LedgerError) -> Problem? {
        switch (error.code, error.part) {
        case (.conflict, .epoch): beingRekeyed
        case (.conflict, .slot): lastSlot
        case (.refused, .epoch): tooManyEpochs
        case (.refused, .slot): sharedSlot
        case (.absent, .slot): noSlot
        default: nil
        }
    }

    static let beingRekeyed = Problem(
        .conflict, .conflict, "The vault is being given new keys already.",
        safe: "What is sealed under either keys opens.", hint: "Finish that with: lockstep sync")

    static let tooManyEpochs = Problem(
        .conflict, .tooMany, "The vault was given new keys so often that it can keep no more of them.",
        safe: untouched, hint: "Make a new vault, and move the tokens there: lockstep init --help")

    static let lastSlot = Problem(
        .conflict, .conflict, "Nothing would be left that unlocks the vault.", safe: untouched,
        hint: "Add another way to unlock it first.")

    static let noSlot = Problem(
        .absent, .absent, "The vault has no such way to unlock it, or none any more.", safe: untouched)

    static let sharedSlot = Problem(
        .conflict, .conflict,
        "The ways to unlock the vault that come from version 1 share one key, so removing only some of them would "
            + "keep nobody out.",
        safe: untouched, hint: "Add new ways to unlock it, then remove all of the old ones together.")
}
