internal import Lifecycle
internal import Requests
internal import Secrets

/// Receipts: prints them, and proves them without a vault.
struct Receipts {
    let context: Context

    func key() throws(Problem) {
        let text = try context.ask(ReceiptKeyRequest())
        guard context.options.json else { return try context.console.print(text + "\n") }
        try context.console.print(.key(Hex.bytes(text) ?? []))
    }

    /// The newest receipt under a label, as JSON: it is kept and checked by programs.
    func receipt(of label: Label) throws(Problem) {
        let view = try context.ask(ReceiptRequest(label))
        try context.console.print(view.json)
    }

    /// Proves a receipt as `receipt` prints it, and says what it states.
    func verify(_ file: String) throws(Problem) {
        let bytes = try PlainFile.read(file == "-" ? nil : file, limit: 64 << 10, "The receipt")
        let (stated, key) = try ReceiptFile.proven(bytes)
        guard !context.options.json else { return try context.console.print(stated.proven(by: key)) }
        try context.console.print(ReceiptRow.facts(stated, key: key))
        context.console.note(
            "The signature is right. Whose key it is, you have to know: lockstep audit key prints a vault's.")
    }
}
