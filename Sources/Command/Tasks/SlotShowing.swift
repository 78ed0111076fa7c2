internal import Lifecycle
internal import Requests
internal import Service

/// Shows the ways to unlock the vault.
struct SlotShowing {
    let context: Context

    func list() throws(Problem) {
        let slots = try context.ask(SlotsRequest())
        guard !context.options.json else { return try context.console.print(.slots(slots)) }
        try context.console.print(SlotRow.table(slots))
    }

    func test() throws(Problem) {
        let service = try context.service()
        let slot = try served { () throws(Failure) in try service.opener() }
        guard !context.options.json else { return try context.console.print(.slot(slot)) }
        context.console.tell(
            slot.map { "This opens the vault: \(SlotRow.words($0))." } ?? "This opens the vault.")
    }
}
