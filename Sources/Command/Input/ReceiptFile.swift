internal import Lifecycle
internal import Requests
internal import Secrets

/// A receipt in a file, as `lockstep audit receipt` prints it.
enum ReceiptFile {
    /// What it states, and whose key signed that; throws unless the signature is right.
    static func proven(_ bytes: [UInt8]) throws(Problem) -> (ReceiptStatement, key: [UInt8]) {
        let (receipt, key) = try ReceiptFile.scan(bytes)
        guard SigningKey.verify(receipt.signature, of: receipt.statement, by: key) else {
            throw ReceiptFile.wrong("Its signature is not valid")
        }
        let stated: ReceiptStatement
        do throws(SecretsError) { stated = try ReceiptStatement(reading: receipt.statement) } catch {
            guard error == .later else { throw ReceiptFile.wrong("What was signed is not a receipt") }
            throw Problem(
                .integrity, .newerReceipt, "The receipt was written by a newer Lockstep.",
                safe: "Its signature is valid.", hint: "Use that version.")
        }
        guard stated.place.map({ $0.key == key }) ?? true else {
            throw ReceiptFile.wrong("It was signed by a different key than it says")
        }
        return (stated, key)
    }

    private static func wrong(_ what: String) -> Problem {
        Problem(
            .integrity, .wrongReceipt, "\(what): the receipt was altered or forged.",
            safe: "It proves nothing.",
            hint: "Get the receipt from the vault again: lockstep audit receipt LABEL")
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
                "That is not a receipt as lockstep audit receipt prints it.",
                hint: "lockstep audit receipt LABEL > FILE")
        }
        return (Receipt(statement: statement, signature: signature), key)
    }
}
