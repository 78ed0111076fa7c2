internal import Lifecycle
internal import Secrets

// Settings: items of their own kind, found by the hash of their name.

extension Transaction {
    /// The value of a setting; `nil` when the vault proves that it has none.
    func setting(_ name: SettingName) throws(LedgerError) -> [UInt8]? {
        guard let id = try owner(of: .setting(name.text)) else { return nil }
        guard let item = try item(id), item.kind == .setting else { throw LedgerError(.altered, .setting) }
        let found = try setting(in: item)
        guard found.name == name.text else { throw LedgerError(.altered, .setting) }
        return found.value
    }

    /// The hosts that a record's string may be sent to.
    func hosts(of record: RecordID) throws(LedgerError) -> HostBindings {
        let value = try setting(.hosts(of: record))
        return try opening(.setting) { () throws(SecretsError) in try HostBindings(value) }
    }

    /// Opens a setting, also one that a later version named.
    func setting(in item: Item) throws(LedgerError) -> (name: String, value: [UInt8]) {
        try opening(.setting) { () throws(SecretsError) in
            var reader = Reader(try item.opened(with: keys))
            let found = (name: try reader.string(), value: try reader.bytes())
            try reader.end()
            return found
        }
    }

    /// Gives a setting a value, or removes it with `nil`.
    mutating func set(_ name: SettingName, to value: [UInt8]?) throws(LedgerError) {
        let owner = try owner(of: .setting(name.text))
        guard let value else {
            guard let owner, let item = try item(owner) else { return }
            try remove(item)
            return try assign(.setting(name.text), to: nil)
        }
        var writer = Writer()
        writer.string(name.text)
        writer.bytes(value)
        let id = owner ?? RecordID()
        let item = try opening(.setting) { () throws(SecretsError) in
            try Item(id, .setting, encoded: writer.bytes, keys: keys)
        }
        try store(item)
        if owner == nil { try assign(.setting(name.text), to: id) }
    }

    /// Opens every setting, and throws `altered` where one cannot be found by its name.
    func examineSettings() throws(LedgerError) -> Int {
        var items: [Item] = []
        try connection.query(
            "SELECT id, kind, metadata, data_key, string FROM item WHERE kind = 3"
        ) { (row) throws(LedgerError) in items.append(try Item(row)) }
        for item in items {
            try verify(item.cell, item.content, in: .item)
            guard try owner(of: .setting(try setting(in: item).name)) == item.id else {
                throw LedgerError(.altered, .setting)
            }
        }
        return items.count
    }
}
