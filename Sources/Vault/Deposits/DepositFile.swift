internal import Lifecycle
internal import Secrets

/// A deposit as its file has it: who signed it, for which vault and keys, and what is sealed to them.
struct DepositFile {
    private static let magic = Array("LKSP".utf8)
    private static let version: UInt16 = 1
    private static let domain = Array("lockstep deposit 1".utf8)
    private static let signatureSize = 64
    /// The longest that is read, in bytes.
    static let limit = 16 * 1024

    let vault: [UInt8]
    let id: OperationID
    let depositor: [UInt8]
    let epoch: UInt32
    let sealed: [UInt8]
    private var signature: [UInt8] = []

    /// Signs what is sealed to a vault.
    init(
        _ sealed: [UInt8], as id: OperationID, to ticket: DepositTicket, by key: borrowing SigningKey
    ) {
        (vault, self.id, depositor) = (ticket.vault, id, key.publicKey)
        (epoch, self.sealed) = (ticket.epoch, sealed)
        signature = key.sign(DepositFile.domain + signed)
    }

    /// Everything in front of the signature.
    private var signed: [UInt8] {
        var writer = Writer(capacity: sealed.count + 128)
        writer.raw(DepositFile.magic)
        writer.number(DepositFile.version)
        writer.raw(vault)
        writer.raw(id.bytes)
        writer.raw(depositor)
        writer.number(epoch)
        writer.bytes(sealed)
        return writer.bytes
    }

    /// The whole file.
    var bytes: [UInt8] { signed + signature }

    /// Reads a file of that name, and verifies its signature.
    init(_ bytes: [UInt8], named name: OperationID) throws(DepositFlaw) {
        var reader = Reader(bytes)
        do throws(SecretsError) {
            guard try reader.raw(4) == DepositFile.magic else { throw .malformed }
            guard try reader.number() == DepositFile.version else { throw .later }
            vault = try reader.raw(16)
            id = try OperationID(from: &reader)
            depositor = try reader.raw(SigningKey.publicSize)
            epoch = try reader.number()
            sealed = try reader.bytes()
            signature = try reader.raw(DepositFile.signatureSize)
            try reader.end()
        } catch { throw error == .later ? .newer : .malformed }
        guard id == name, SigningKey.verify(signature, of: DepositFile.domain + signed, by: depositor) else {
            throw .forged
        }
    }
}
