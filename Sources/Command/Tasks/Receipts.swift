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

    /// A key as `key` prints it.
    private static func key(_ text: String) throws(Problem) -> [UInt8] {
        guard let bytes = Hex.bytes(text), bytes.count == SigningKey.publicSize else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid key.",
                hint:
                    "Give the \(2 * SigningKey.publicSize) hexadecimal digits that lockstep audit key prints."
            )
        }
        return bytes
    }

    /// What a receipt states, and who signed it; what is wrong with it is told with its file.
    private static func proven(
        _ bytes: [UInt8], _ file: String
    ) throws(Problem) -> (ReceiptStatement, key: [UInt8]) {
        do throws(Problem) { return try ReceiptFile.proven(bytes) } catch {
            var problem = error
            if file != "-" { problem.message = "\(Printable.quoted(file)): \(problem.message)" }
            throw problem
        }
    }

    /// Proves a receipt as `receipt` prints it, and says what it states.
    func verify(_ file: String, signedBy text: String?) throws(Problem) {
        let wanted = try text.map(Receipts.key)
        let bytes = try PlainFile.read(file == "-" ? nil : file, limit: 64 << 10, "The receipt")
        let (stated, key) = try Receipts.proven(bytes, file)
        guard wanted == nil || wanted == key else { throw .signedByAnother(key) }
        guard !context.options.json else { return try context.console.print(stated.proven(by: key)) }
        try context.console.print(ReceiptRow.facts(stated, key: key))
        context.console.note(
            wanted != nil
                ? "The signature is valid, and was made with the key you named."
                : "The signature is valid. You have to know whose key it is: lockstep audit key prints a "
                    + "vault's."
        )
    }
}
