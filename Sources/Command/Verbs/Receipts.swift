internal import Lifecycle
internal import Requests
internal import Secrets
internal import Service

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
        let (receipt, key) = try Receipts.scan(bytes)
        guard SigningKey.verify(receipt.signature, of: receipt.statement, by: key) else {
            throw Receipts.wrong("Its signature is not right")
        }
        let stated: ReceiptStatement
        do throws(SecretsError) { stated = try ReceiptStatement(reading: receipt.statement) } catch {
            guard error == .later else { throw Receipts.wrong("What was signed is no receipt") }
            throw Problem(
                .integrity, .newerReceipt, "The receipt was written by a newer Lockstep.",
                safe: "Its signature is right.", hint: "Use that version.")
        }
        guard stated.place.map({ $0.key == key }) ?? true else {
            throw Receipts.wrong("It was signed by another key than it says")
        }
        try tell(stated, key)
    }

    private func tell(_ stated: ReceiptStatement, _ key: [UInt8]) throws(Problem) {
        guard !context.options.json else { return try context.console.print(stated.proven(by: key)) }
        try context.console.print(ReceiptRow.lines(stated, key: key))
        context.console.note(
            "The signature is right. Whose key it is, you have to know: lockstep audit key prints a vault's.")
    }

    private static func wrong(_ what: String) -> Problem {
        Problem(
            .integrity, .wrongReceipt, "\(what): the receipt was altered, or made up.",
            safe: "It proves nothing.",
            hint: "Take the receipt from the vault again: lockstep audit receipt LABEL")
    }

    private static func scan(_ bytes: [UInt8]) throws(Problem) -> (Receipt, key: [UInt8]) {
        let span = bytes.span
        let scanned = try? ScannedJSON.scan(span)
        // Either all that `receipt` prints, or the part of it that is signed.
        let part = scanned?.member("receipt") ?? scanned
        func hex(_ name: String) -> [UInt8]? {
            part?.member(name)?.text(in: bytes.span).flatMap { Hex.bytes($0) }
        }
        guard let statement = hex("statement"), let signature = hex("signature"), let key = hex("key") else {
            throw .usage(
                "That is no receipt, as lockstep audit receipt prints one.",
                hint: "lockstep audit receipt LABEL > FILE")
        }
        return (Receipt(statement: statement, signature: signature), key)
    }
}
