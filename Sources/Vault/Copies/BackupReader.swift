internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// Reads a backup from its beginning to its end. What it gives is as it was written, once `rows` has returned, and not before.
struct BackupReader: ~Copyable {
    let header: BackupHeader
    private let file: Descriptor
    private var buffer: [UInt8] = []
    private var place = 0
    private var sum: [UInt8]

    /// Reads the header.
    init(_ file: consuming Descriptor) throws(LedgerError) {
        self.file = file
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try self.file.firstBytes(BackupHeader.size) } catch {
            throw LedgerError(error)
        }
        header = try BackupHeader(bytes)
        sum = Checksum.of(encoded: bytes)
    }

    /// Hands over every row; returns how many there were. Throws `altered` for one that is cut short, or is not what was written.
    mutating func rows(_ body: (Table, StoredRow) throws(LedgerError) -> Void) throws(LedgerError) -> UInt64 {
        var (count, last): (UInt64, (Table, [UInt8])?) = (0, nil)
        while true {
            let number = try take(1)[0]
            if number == BackupWriter.end { break }
            guard let table = Table(rawValue: number) else { throw damaged }
            let row = StoredRow(key: try field(most: 16), value: try field(most: BackupReader.longest))
            // There is one way to write the same rows.
            if let last {
                let isNext =
                    last.0 == table
                    ? last.1.lexicographicallyPrecedes(row.key) : last.0.rawValue < table.rawValue
                guard isNext else { throw damaged }
            }
            last = (table, row.key)
            sum = Checksum.of(encoded: sum + BackupWriter.encoded(table, row))
            count += 1
            try body(table, row)
        }
        guard try take(8) == RowKey.bytes(count), try take(Checksum.size) == sum, try isAtEnd() else {
            throw damaged
        }
        return count
    }

    private var damaged: LedgerError { LedgerError(.altered, .backup) }

    /// The longest row that SQLite is let have.
    private static let longest = 16 << 20

    private mutating func field(most: Int) throws(LedgerError) -> [UInt8] {
        let length = try take(4).reduce(0) { $0 << 8 | Int($1) }
        guard length <= most else { throw damaged }
        return try take(length)
    }

    private mutating func take(_ count: Int) throws(LedgerError) -> [UInt8] {
        while buffer.count - place < count { guard try fill(count) else { throw damaged } }
        defer { place += count }
        return Array(buffer[place..<place + count])
    }

    private mutating func isAtEnd() throws(LedgerError) -> Bool {
        guard place == buffer.count else { return false }
        return try !fill(1)
    }

    /// Reads on; `false` at the end.
    private mutating func fill(_ wanted: Int) throws(LedgerError) -> Bool {
        let more: [UInt8]
        do throws(SystemError) { more = try file.firstBytes(max(wanted, 1 << 18)) } catch {
            throw LedgerError(error)
        }
        buffer = Array(buffer[place...]) + more
        place = 0
        return !more.isEmpty
    }
}
