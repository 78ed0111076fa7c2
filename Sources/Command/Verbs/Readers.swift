internal import Lifecycle
internal import Requests
internal import Service

/// Shows who had the tokens of a label.
struct Readers {
    let context: Context

    func show(_ text: String) throws(Problem) {
        let label = try Context.label(text)
        let found = try context.ask(ReadersRequest(label))
        guard !context.options.json else {
            return try context.console.print(found.answer(of: label))
        }
        let name = Printable.quoted(label.text)
        guard found.count > 0 else {
            return context.console.note(
                "Nobody had \(name) from this machine, as far as its reading log goes back.")
        }
        var table = Table("GENERATION", "TIMES", "FIRST", "LAST", "USER", "PROGRAM", "UNIT")
        for reader in found.sorted {
            table.add(
                String(reader.generation), String(reader.count), reader.first.rfc3339, reader.last.rfc3339,
                String(reader.user), reader.program, reader.unit)
        }
        try context.console.print(table)
        if !found.isComplete {
            context.console.note(
                "\(LabelReadings.mostReaders) programs of a generation are told apart, and there were more: "
                    + "\(name) was handed out \(found.count) times in all.")
        }
    }
}
