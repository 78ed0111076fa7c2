internal import Lifecycle
internal import Requests
internal import Secrets

/// Ways to unlock the vault, as people see them.
enum SlotRow {
    /// All of them.
    static func table(_ slots: [SlotOutline]) -> Table {
        var table = Table(
            Table.Column("SLOT"), Table.Column("NAME", .broken), Table.Column("KIND"),
            Table.Column("ADDED", usual: "", rank: 2), Table.Column("WORK", usual: "", rank: 1),
            Table.Column("PUBLIC KEY", .short, usual: "", rank: 3))
        for slot in slots {
            let key = slot.publicKey.isEmpty ? "" : PersonKey.text(of: slot.publicKey)
            table.add(
                Table.Cell(slot.shortID), Table.Cell(slot.name), Table.Cell(kind(slot)),
                Table.Cell(slot.note.map { LocalTime($0.added).day } ?? ""), Table.Cell(work(slot)),
                Table.Cell(key, short: key.isEmpty ? nil : "\(key.prefix(13))…"))
        }
        return table
    }

    /// One of them: `recovery (1234abcd)`.
    static func words(_ slot: SlotOutline) -> String {
        let kind = kind(slot)
        return slot.name == kind ? "\(kind) (\(slot.shortID))" : "\(slot.name), \(kind) (\(slot.shortID))"
    }

    private static func kind(_ slot: SlotOutline) -> String {
        let word = slot.kind?.word ?? "newer"
        return slot.shares.map { "\(word): \($0.threshold) of \($0.count), set \($0.name)" } ?? word
    }

    private static func work(_ slot: SlotOutline) -> String {
        slot.cost.map { "\($0.passes) × \($0.memory / 1024) MiB" } ?? ""
    }
}
