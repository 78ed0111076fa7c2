internal import Lifecycle
internal import Secrets

/// An item as it is sealed: a record, an account or a setting. What it is stands inside of the seal.
struct Item {
    /// What an item is; numbers that are not here belong to later versions.
    enum Kind: UInt8 {
        case record = 1
        case account = 2
        case setting = 3
        case deposit = 4
        case recipient = 5
    }

    /// A kind with this bit is critical: who does not know it cannot tell what the vault says.
    private static let critical: UInt8 = 0x80

    let key: [UInt8]
    let number: UInt8
    /// The fields behind the kind.
    var content: [UInt8]

    var kind: Kind? { Kind(rawValue: number) }
    var row: RowKey { RowKey(.items, key) }
    /// The bytes that are sealed.
    var plain: [UInt8] { [number] + content }

    init(_ key: [UInt8], _ kind: Kind, _ content: [UInt8]) {
        (self.key, number, self.content) = (key, kind.rawValue, content)
    }

    /// Takes what was sealed; throws `newer` for a critical kind of a later version.
    init(_ key: [UInt8], plain: [UInt8]) throws(LedgerError) {
        guard let number = plain.first else { throw LedgerError(.altered, .item) }
        try Item.require(kind: number)
        (self.key, self.number, content) = (key, number, Array(plain.dropFirst()))
    }

    /// Throws `newer` for a critical kind of a later version.
    static func require(kind number: UInt8) throws(LedgerError) {
        guard Kind(rawValue: number) != nil || number & critical == 0 else {
            throw LedgerError(.newer, .item)
        }
    }
}

extension Transaction {
    /// Reads an item; `nil` when the vault has none with that key.
    func item(_ key: [UInt8]) throws(LedgerError) -> Item? {
        guard let value = try read(RowKey(.items, key), .item) else { return nil }
        return try item(key, value)
    }

    /// Opens an item's row.
    func item(_ key: [UInt8], _ value: [UInt8]) throws(LedgerError) -> Item {
        try Item(key, plain: keyring.openItem(value, key))
    }

    /// Writes an item in the place of the one with its key.
    mutating func store(_ item: Item) throws(LedgerError) {
        try write(item.row, keyring.sealItem(item.plain, item.key))
    }

    /// Takes an item out.
    mutating func remove(_ item: Item) throws(LedgerError) { try write(item.row, nil) }
}
