internal import Lifecycle
internal import Secrets

// Settings: items that are found by the hash of their name.

/// A setting as its item has it.
struct StoredSetting {
    let name: String
    let value: [UInt8]

    init(name: String, value: [UInt8]) { (self.name, self.value) = (name, value) }

    init(_ content: [UInt8]) throws(LedgerError) {
        let fields = try NumberedFields(reading: content, knowing: [0x81, 0x82], .setting)
        guard let text = fields[0x81].flatMap({ String(validating: $0, as: UTF8.self) }),
            let bytes = fields[0x82]
        else { throw LedgerError(.altered, .setting) }
        (name, value) = (text, bytes)
    }

    func item(_ key: [UInt8]) -> Item {
        var fields = NumberedFields()
        fields[0x81] = Array(name.utf8)
        fields[0x82] = value
        return Item(key, .setting, fields.bytes)
    }
}

extension Transaction {
    /// The value of a setting; `nil` when the vault proves that it has none.
    func setting(_ name: SettingName) throws(LedgerError) -> [UInt8]? {
        for keys in try keyring.living() {
            guard let item = try item(Name.setting(name.text).key(with: keys)) else { continue }
            guard item.kind == .setting else { throw LedgerError(.altered, .setting) }
            let found = try StoredSetting(item.content)
            guard found.name == name.text else { throw LedgerError(.altered, .setting) }
            return found.value
        }
        return nil
    }

    /// Gives a setting a value, or removes it with `nil`.
    mutating func set(_ name: SettingName, to value: [UInt8]?) throws(LedgerError) {
        for keys in try keyring.living() {
            let key = Name.setting(name.text).key(with: keys)
            if let item = try item(key) { try remove(item) }
        }
        guard let value else { return }
        let key = Name.setting(name.text).key(with: keyring.current)
        try store(StoredSetting(name: name.text, value: value).item(key))
    }
}
