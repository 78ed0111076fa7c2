internal import Lifecycle
internal import Secrets

// Cells: where strings are. One that is given back is overwritten where it is, and used again.

extension Transaction {
    /// Seals a string in a cell that is free.
    mutating func newCell(
        _ string: borrowing SecretBytes, of owner: StringOwner
    ) throws(LedgerError) -> CellPlace {
        guard let kind = StringCell.kind(for: string.count) else { throw LedgerError(.failed, .string) }
        let number = try takeCell(kind)
        let cell = try opening(.string) { () throws(SecretsError) in
            try StringCell.seal(string, in: kind, of: owner, keyring)
        }
        writeRaw(RowKey(kind.table, number), cell)
        return CellPlace(
            kind: kind, number: number, hash: try StringCell.hash(cell, kind, number, keyring))
    }

    /// Reads a cell, as its owner has it; throws `altered` for any other bytes.
    func cell(_ place: CellPlace) throws(LedgerError) -> [UInt8] {
        guard let cell = try raw(place.row), cell.count == place.kind.size,
            try StringCell.hash(cell, place.kind, place.number, keyring) == place.hash
        else { throw LedgerError(.altered, .string) }
        return cell
    }

    /// Opens the string of an owner.
    func string(at place: CellPlace, of owner: StringOwner) throws(LedgerError) -> SecretBytes {
        let sealed = try SealedString(try cell(place), of: owner, keyring)
        return try opening(.string) { () throws(SecretsError) in try sealed.open() }
    }

    /// Overwrites a cell with random bytes, and notes it as free.
    mutating func free(_ place: CellPlace) throws(LedgerError) {
        writeRaw(place.row, Random.bytes(place.kind.size))
        let index = Int(place.kind.rawValue)
        var list = try freeList(place.kind, of: head.cells[index].free)
        list.append(place.number)
        try store(list, place.kind, of: head.cells[index].free)
        head.cells[index].free += 1
    }

    /// The number of a cell that nobody has: one that is free again, or a new one at the end.
    private mutating func takeCell(_ kind: CellClass) throws(LedgerError) -> UInt64 {
        let index = Int(kind.rawValue)
        guard head.cells[index].free > 0 else {
            head.cells[index].next += 1
            return head.cells[index].next - 1
        }
        head.cells[index].free -= 1
        var list = try freeList(kind, of: head.cells[index].free)
        guard let number = list.popLast(), number < head.cells[index].next else {
            throw LedgerError(.altered, .free)
        }
        try store(list, kind, of: head.cells[index].free)
        return number
    }

    /// The list on which a free cell stands: they are stacked, and a list has so many.
    private func freeList(_ kind: CellClass, of place: UInt32) throws(LedgerError) -> [UInt64] {
        let key = FreeList.key(kind, of: place)
        guard let value = try read(RowKey(.free, key), .free) else { return [] }
        return try FreeList.read(keyring.openFree(value, key))
    }

    private mutating func store(_ list: [UInt64], _ kind: CellClass, of place: UInt32) throws(LedgerError) {
        let key = FreeList.key(kind, of: place)
        try write(
            RowKey(.free, key), list.isEmpty ? nil : keyring.sealFree(FreeList.encode(list), key))
    }
}

/// The numbers of free cells: lists of sixty, one row each.
enum FreeList {
    static let most: UInt32 = 60

    /// The key of the row for one free cell: its list's number comes first, so that lists do not crowd one leaf.
    static func key(_ kind: CellClass, of place: UInt32) -> [UInt8] {
        let list = place / most
        var writer = Writer()
        writer.number(UInt16(truncatingIfNeeded: list))
        writer.byte(kind.rawValue)
        writer.number(list)
        writer.raw([UInt8](repeating: 0, count: 9))
        return writer.bytes
    }

    static func encode(_ numbers: [UInt64]) -> [UInt8] {
        var writer = Writer()
        writer.number(UInt16(numbers.count))
        for number in numbers { writer.number(number) }
        return writer.bytes
    }

    static func read(_ plain: [UInt8]) throws(LedgerError) -> [UInt64] {
        try opening(.free) { () throws(SecretsError) in
            var reader = Reader(plain)
            let count: UInt16 = try reader.number()
            guard (1...most).contains(UInt32(count)) else { throw .malformed }
            var numbers: [UInt64] = []
            for _ in 0..<count { numbers.append(try reader.number()) }
            try reader.end()
            return numbers
        }
    }
}
