internal import Lifecycle
internal import Requests

extension Problem {
    /// Says in words why the ways to unlock a vault were not changed.
    init(_ flaw: SlotFlaw) {
        self =
            switch flaw {
            case .last:
                Problem(
                    .conflict, .lastSlot, "This slot is the last way to unlock the vault.",
                    safe: Problem.untouched, hint: "Add another first: lockstep slot add --help")
            case .together(let ids):
                Problem(
                    .conflict, .lastSlot,
                    "These slots come from a vault of version 1 and open one key: whoever has had one opens the "
                        + "others.",
                    safe: Problem.untouched,
                    hint: "Add another way in, then remove all of them: lockstep slot remove "
                        + ids.joined(separator: " "))
            case .tooMany:
                Problem(
                    .conflict, .tooMany, "The vault has \(SlotLimits.most) slots, the most that it can have.",
                    safe: Problem.untouched, hint: "Remove one first: lockstep slot remove SLOT")
            case .tooCostly:
                Problem(
                    .conflict, .tooMany,
                    "To try the passphrases of all slots would take more work than a vault may cost.",
                    safe: Problem.untouched, hint: "Give a smaller --kdf, or remove a slot first.")
            case .nameTaken(let name):
                Problem(
                    .conflict, .slotTaken, "Another slot is called \(Printable.quoted(name)).",
                    safe: Problem.untouched, hint: "Choose another --name.")
            case .name:
                .usage(
                    "A slot's name has 1 to \(SlotNote.longest) visible characters, in one line.",
                    hint: Problem.untouched)
            case .keyTaken:
                Problem(
                    .conflict, .slotTaken, "The vault has a slot for this public key already.",
                    safe: Problem.untouched, hint: "See: lockstep slot list")
            case .none, .several, .noPassphrase, .severalPassphrases: .noSlot(flaw)
            }
    }

    /// That the slot that is meant is not there, or not known.
    private static func noSlot(_ flaw: SlotFlaw) -> Problem {
        let (message, hint) =
            switch flaw {
            case .several(let text):
                (
                    "Several slots are called \(Printable.quoted(text)).",
                    "Name one by its id: lockstep slot list"
                )
            case .severalPassphrases(let ids):
                (
                    "Several slots take a passphrase: \(ids.joined(separator: ", ")).",
                    "Say which: lockstep passwd --slot ID"
                )
            case .none(let text):
                (
                    "No slot is called \(Printable.quoted(text)), and no id begins so.",
                    "See: lockstep slot list"
                )
            default: ("No such slot takes a passphrase.", "To add one: lockstep slot add passphrase")
            }
        return Problem(.absent, .noSlot, message, safe: untouched, hint: hint)
    }
}
