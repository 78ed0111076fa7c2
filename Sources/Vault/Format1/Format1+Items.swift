internal import Lifecycle
internal import Secrets

// Single items, for whoever looks at a vault of format 1 or hands out from it without migrating it.

extension Format1.Snapshot {
    /// Reads a record; `nil` when there is none of that id.
    func record(_ id: RecordID) throws(LedgerError) -> Record? {
        guard let item = try item(id), item.kind == .record else { return nil }
        return try item.record(with: keys)
    }

    /// Reads the record that a label names; `nil` when the label is free or only reserved.
    func record(named label: Label) throws(LedgerError) -> Record? {
        guard let owner = try owner(of: .record(label)), let found = try record(owner) else { return nil }
        // A label that a renaming has reserved leads to a record of another label.
        return found.label == label ? found : nil
    }

    /// Reads an account; `nil` when there is none of that id.
    func account(_ id: RecordID) throws(LedgerError) -> Account? {
        guard let item = try item(id), item.kind == .account else { return nil }
        return try item.account(with: keys)
    }

    /// Opens the string of a record or an account; throws `absent` when there is none.
    func string(of id: RecordID) throws(LedgerError) -> SecretBytes {
        guard let item = try item(id), item.hasString else { throw LedgerError(.absent, .string) }
        let generation = item.kind == .record ? try item.record(with: keys).generation : 0
        return try Format1.reading(.string) { () throws(SecretsError) in
            try item.openString(generation: generation, keys: keys)
        }
    }

    /// The value of a setting; `nil` when the vault proves that it has none.
    func setting(_ name: String) throws(LedgerError) -> [UInt8]? {
        guard let id = try owner(of: .setting(name)) else { return nil }
        guard let item = try item(id), item.kind == .setting else { throw LedgerError(.altered, .setting) }
        let found = try item.setting(with: keys)
        guard found.name == name else { throw LedgerError(.altered, .setting) }
        return found.value
    }

    /// Reads every account: each verified, and as many as the head says.
    func accounts() throws(LedgerError) -> [Format1.AccountRow] {
        var found: [Format1.AccountRow] = []
        try connection.query("SELECT id, kind, metadata, data_key, string FROM item WHERE kind = 2") {
            (row) throws(LedgerError) in
            let item = try Format1.Item(row)
            try tree.verify(item.cell, item.content, in: .item)
            found.append(Format1.AccountRow(account: try item.account(with: keys), item: item, keys: keys))
        }
        guard found.count == head.accounts else { throw LedgerError(.altered, .item) }
        return found
    }

    /// Reads every setting, each verified. That none is missing is proved by `Contents.records`, or by `setting` for a single one.
    func settings() throws(LedgerError) -> [(name: String, value: [UInt8])] {
        var found: [(name: String, value: [UInt8])] = []
        try connection.query("SELECT id, kind, metadata, data_key, string FROM item WHERE kind = 3") {
            (row) throws(LedgerError) in
            let item = try Format1.Item(row)
            try tree.verify(item.cell, item.content, in: .item)
            let setting = try item.setting(with: keys)
            guard try owner(of: .setting(setting.name)) == item.id else {
                throw LedgerError(.altered, .setting)
            }
            found.append(setting)
        }
        return found
    }
}
