internal import Lifecycle
internal import Secrets

/// What a receipt says: that this token was deleted, refused and purged. It holds no secret.
struct ReceiptStatement {
    private let bytes: [UInt8]

    init(_ record: Record, _ proof: Proof, vault: [UInt8]) {
        var writer = Writer()
        writer.string("lockstep receipt 1")
        writer.raw(vault)
        record.id.encode(to: &writer)
        record.token.id.encode(to: &writer)
        record.label.encode(to: &writer)
        writer.number(record.generation)
        writer.byte(proof.deletion.rawValue)
        proof.refused.encode(to: &writer)
        bytes = writer.bytes
    }

    func signed(by key: borrowing SigningKey) -> Receipt {
        Receipt(statement: bytes, signature: key.sign(bytes))
    }
}
