internal import Secrets

/// What a small file outside the vault is for.
enum MarkKind: String {
    /// What this machine has seen of the vault.
    case state = "LKSS"
    /// How far a writer's reading log is durable.
    case end = "LKSE"
    /// That a person was told of a writer's damaged reading log.
    case noted = "LKSN"
    /// When a sync last compared every account with its provider.
    case synced = "LKSY"

    var magic: [UInt8] { Array(rawValue.utf8) }
}

/// A record of 512 bytes, one sector, so that a power cut leaves the old one or the new one:
/// magic (4), version (2), epoch (4), sequence (8), body, zeros up to 480, MAC (32) over all before it.
struct Mark: Equatable {
    static let size = 512
    private static let signed = size - KeyedHash.size
    private static let version: UInt16 = 2
    /// The length of the body with the zeros behind it.
    static let bodySize = signed - 18

    let epoch: UInt32
    /// The copy with the higher one counts.
    let sequence: UInt64
    /// The body with the zeros behind it.
    let body: [UInt8]

    /// Why bytes are not a valid mark.
    enum Failure: Error, Equatable {
        case malformed
        /// Written by a later version of the format.
        case newer
        /// Of an epoch that comes after all that the keyring has.
        case laterEpoch
    }

    static func encode(_ kind: MarkKind, _ body: [UInt8], sequence: UInt64, keys: LogEpochKeys) -> [UInt8] {
        var writer = Writer()
        writer.raw(kind.magic)
        writer.number(version)
        writer.number(keys.epoch)
        writer.number(sequence)
        writer.raw(body)
        writer.raw([UInt8](repeating: 0, count: max(0, signed - writer.bytes.count)))
        writer.raw(KeyedHash.of(encoded: writer.bytes, with: keys.host))
        return writer.bytes
    }

    /// Reads and authenticates a mark.
    init(_ bytes: [UInt8], _ kind: MarkKind, keys: LogKeys) throws(Failure) {
        guard bytes.count == Mark.size, let fields = try? Mark.fields(bytes), fields.magic == kind.magic
        else { throw .malformed }
        guard fields.version == Mark.version else {
            throw fields.version > Mark.version ? .newer : .malformed
        }
        (epoch, sequence, body) = (fields.epoch, fields.sequence, fields.body)
        guard let epochKeys = keys.of(epoch) else {
            throw epoch > keys.current.epoch ? .laterEpoch : .malformed
        }
        let mac = KeyedHash.of(encoded: Array(bytes.prefix(Mark.signed)), with: epochKeys.host)
        guard mac == Array(bytes.suffix(KeyedHash.size)) else { throw .malformed }
    }

    private struct Fields {
        let magic: [UInt8]
        let version: UInt16
        let epoch: UInt32
        let sequence: UInt64
        let body: [UInt8]
    }

    private static func fields(_ bytes: [UInt8]) throws(SecretsError) -> Fields {
        var reader = Reader(bytes)
        return Fields(
            magic: try reader.raw(4), version: try reader.number(), epoch: try reader.number(),
            sequence: try reader.number(), body: try reader.raw(bodySize))
    }
}

extension Reader {
    /// Reads to the end, where nothing but zeros may be: what is behind a body.
    mutating func zeros() throws(SecretsError) {
        guard try raw(left).allSatisfy({ $0 == 0 }) else { throw .malformed }
    }
}
