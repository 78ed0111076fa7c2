internal import Platform
internal import Secrets

/// The newest state of the vault that this machine has seen.
struct HostMark: Hashable {
    /// This machine's id for this vault: 16 random bytes.
    let host: [UInt8]
    /// The vault's counter.
    var counter: UInt64
    /// The hash of the change row at that counter, by the epoch of this mark.
    var row: [UInt8]
    /// Which file the vault was.
    var file: FileStatus.Identity
    /// The epoch of the keys that made the hash.
    var epoch: UInt32

    /// The hash of a change row's value.
    static func hash(_ value: [UInt8], _ keys: LogEpochKeys) -> [UInt8] {
        KeyedHash.of(encoded: value, with: keys.host)
    }

    /// Whether a row's value is the one that was seen at this counter: if not, the vault went on elsewhere from an older copy.
    func isRow(_ value: [UInt8], _ keys: LogKeys) -> Bool {
        guard let epoch = keys.of(epoch) else { return false }
        return HostMark.hash(value, epoch) == row
    }

    /// raw host (16), u64 counter, raw row (32), u64 device, u64 inode.
    var body: [UInt8] {
        var writer = Writer()
        writer.raw(host)
        writer.number(counter)
        writer.raw(row)
        writer.number(file.device)
        writer.number(file.inode)
        return writer.bytes
    }

    init(host: [UInt8], counter: UInt64, row: [UInt8], file: FileStatus.Identity, epoch: UInt32) {
        (self.host, self.counter, self.row, self.file, self.epoch) = (host, counter, row, file, epoch)
    }

    init(_ mark: Mark) throws(SecretsError) {
        var reader = Reader(mark.body)
        host = try reader.raw(16)
        counter = try reader.number()
        row = try reader.raw(KeyedHash.size)
        file = FileStatus.Identity(device: try reader.number(), inode: try reader.number())
        try reader.zeros()
        epoch = mark.epoch
    }
}
