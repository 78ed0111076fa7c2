internal import Secrets

/// A batch or a summary as it stands in a log file: u32 length, blob, u32 length. The length behind it lets it be read backwards.
///
/// The blob: u8 version (1), u32 epoch, nonce (24), ciphertext, tag (16). Its plain text begins with the kind, u8.
enum ReadingFrame {
    /// The kinds of frames. A reader passes over one that it does not know below 128, and refuses any other.
    static let entries: UInt8 = 1
    static let summary: UInt8 = 2

    static let version: UInt8 = 1
    /// What stands before the plain text: length, version and epoch, nonce.
    static let before = 4 + header + Seal.gaps.before
    /// What stands behind it: tag, length.
    static let behind = Seal.gaps.behind + 4
    static let header = 5
    /// The largest blob that is read.
    static let largest = 64 << 20
    static let smallest = header + Seal.overhead + 1
    static let noLink = [UInt8](repeating: 0, count: KeyedHash.size)

    /// What a blob is bound to: vault, version and epoch, host, writer, file, batch. The batch is in the last eight bytes.
    static func binding(
        _ vault: [UInt8], _ epoch: UInt32, host: [UInt8], writer: [UInt8], file: UInt32, batch: UInt64
    ) -> [UInt8] {
        var (head, place) = (Writer(), Writer())
        head.byte(version)
        head.number(epoch)
        place.raw(host)
        place.raw(writer)
        place.number(file)
        place.number(batch)
        return AssociatedData("lockstep 2 reading", vault, head.bytes, place.bytes).encoded
    }

    /// The epoch of a blob; `nil` for one of a later version.
    static func epoch(of blob: [UInt8]) -> UInt32? {
        guard blob.count >= smallest, blob[0] == version else { return nil }
        return blob[1...4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The plain text of a blob; `nil` when it is not the batch of that number in that file of that writer.
    static func open(
        _ blob: [UInt8], host: [UInt8], writer: [UInt8], file: UInt32, batch: UInt64, _ keys: LogKeys
    ) -> [UInt8]? {
        guard let epoch = epoch(of: blob), let epochKeys = keys.of(epoch) else { return nil }
        let binding = binding(keys.vault, epoch, host: host, writer: writer, file: file, batch: batch)
        return try? Seal.openPlain(
            Array(blob[header...]), with: epochKeys.seal, binding: AssociatedData(encoded: binding))
    }

    /// The link of the chain behind a batch: H(links; link before | u64 batch | bytes blob).
    static func link(after link: [UInt8], _ batch: UInt64, _ blob: [UInt8], _ keys: LogKeys) -> [UInt8]? {
        guard let epoch = epoch(of: blob), let epochKeys = keys.of(epoch) else { return nil }
        var writer = Writer()
        writer.raw(link)
        writer.number(batch)
        writer.bytes(blob)
        return KeyedHash.of(encoded: writer.bytes, with: epochKeys.links)
    }
}
