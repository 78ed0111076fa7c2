internal import Lifecycle
internal import Platform
internal import Secrets

/// Writes a backup: the header, every row by its table's number and its key, and an end that sums all of it.
///
/// A row is u8 table, bytes key, bytes value. The end is u8 255, u64 rows, raw sum (16). The first sum is of the header, each further one
/// of the sum before and a row.
struct BackupWriter: ~Copyable {
    static let end: UInt8 = 255

    private let file: Int32
    private var sum: [UInt8]
    private var rows: UInt64 = 0
    private var waiting: [UInt8]

    /// Writes to a descriptor that stays the caller's.
    init(_ header: BackupHeader, to file: borrowing Descriptor) {
        self.file = file.number
        waiting = header.bytes
        sum = Checksum.of(encoded: waiting)
    }

    mutating func add(_ table: Table, _ row: StoredRow) throws(LedgerError) {
        let bytes = BackupWriter.encoded(table, row)
        sum = Checksum.of(encoded: sum + bytes)
        rows += 1
        waiting += bytes
        if waiting.count >= 1 << 18 { try flush() }
    }

    /// Writes the end; returns how many rows there are.
    mutating func finish() throws(LedgerError) -> UInt64 {
        var writer = Writer()
        writer.byte(BackupWriter.end)
        writer.number(rows)
        writer.raw(sum)
        waiting += writer.bytes
        try flush()
        return rows
    }

    static func encoded(_ table: Table, _ row: StoredRow) -> [UInt8] {
        var writer = Writer(capacity: row.key.count + row.value.count + 9)
        writer.byte(table.rawValue)
        writer.bytes(row.key)
        writer.bytes(row.value)
        return writer.bytes
    }

    private mutating func flush() throws(LedgerError) {
        do throws(SystemError) { try writeAll(waiting.span, to: file) } catch { throw LedgerError(error) }
        waiting.removeAll(keepingCapacity: true)
    }
}
