internal import Lifecycle
internal import Secrets

/// The rows that stand twice and are read without a key: format word and vault id, the slots, the head.
enum Door {
    static let mark = Array("LKST".utf8)
    /// The version of the format that is written.
    static let word: UInt16 = 2

    /// The row with the format word.
    static func row(of vault: [UInt8]) -> [UInt8] {
        mark + [UInt8(word >> 8), UInt8(word & 0xFF)] + vault
    }

    /// The vault's id; throws `newer` for a later format, `altered` for what is no such row.
    static func vault(in row: [UInt8]?) throws(LedgerError) -> [UInt8] {
        guard let row, row.count >= 6, Array(row[..<4]) == mark else { throw LedgerError(.altered, .vault) }
        let found = UInt16(row[4]) << 8 | UInt16(row[5])
        guard found <= word else { throw LedgerError(.newer, .vault) }
        guard found == word, row.count == 22 else { throw LedgerError(.altered, .vault) }
        return Array(row[6...])
    }
}

/// The rows of the tables `first` and `second`.
enum DoorRow: UInt64, CaseIterable {
    case door = 1
    case slots = 2
    case head = 3

    /// Both copies, as they are written.
    func writes(_ value: [UInt8]) -> [RowWrite] {
        [Table.first, .second].map { RowWrite(key: RowKey($0, rawValue), value: value) }
    }
}

extension RowStore {
    /// Reads what stands twice: the first copy that `body` takes. Throws what it has against the first one where it takes neither.
    ///
    /// A store may fail to read one of them: a page that is damaged. `isDamaged` is set where the second one was needed.
    func twice<R: ~Copyable>(
        _ row: DoorRow, isDamaged: inout Bool, _ body: ([UInt8]) throws(LedgerError) -> R
    ) throws(LedgerError) -> R {
        do throws(LedgerError) { return try body(copy(row, of: .first)) } catch {
            // Garbage may read as a later version.
            guard error.code == .altered || error.code == .newer, let bytes = try? copy(row, of: .second),
                bytes != (try? copy(row, of: .first))
            else { throw error }
            do throws(LedgerError) {
                let found = try body(bytes)
                isDamaged = true
                return found
            } catch let other { throw other.code == .altered ? error : other }
        }
    }

    /// One of the two copies; throws `altered` where it is not there.
    func copy(_ row: DoorRow, of table: Table) throws(LedgerError) -> [UInt8] {
        guard let value = try get(RowKey(table, row.rawValue)) else { throw LedgerError(.altered, row.part) }
        return value
    }
}

extension DoorRow {
    var part: LedgerError.Part {
        switch self {
        case .door: .vault
        case .slots: .slot
        case .head: .head
        }
    }
}
