internal import Lifecycle
internal import Secrets

extension Format1 {
    /// A row of the table `item`: sealed metadata, and a sealed token string under its own wrapped data key.
    struct Item {
        /// What an item is.
        enum Kind: UInt8 {
            case record = 1
            case account = 2
            case setting = 3
        }

        let id: RecordID
        let kind: Kind
        private let metadata: [UInt8]
        private let dataKey: [UInt8]?
        private let string: [UInt8]?

        /// Reads an item from a row of `SELECT id, kind, metadata, data_key, string`.
        init(_ row: borrowing Row) throws(LedgerError) {
            guard let bytes = row.blob(0), let id = RecordID(bytes),
                let number = UInt8(exactly: row.integer(1)),
                let kind = Kind(rawValue: number), let metadata = row.blob(2)
            else { throw LedgerError(.altered, .item) }
            (self.id, self.kind, self.metadata) = (id, kind, metadata)
            (dataKey, string) = (row.blob(3), row.blob(4))
        }

        var cell: Cell { Cell(table: .item, key: id.bytes) }

        /// The bytes whose hash the tree has.
        var content: [UInt8] {
            var writer = Writer()
            writer.byte(kind.rawValue)
            writer.bytes(metadata)
            for part in [dataKey, string] {
                writer.flag(part != nil)
                if let part { writer.bytes(part) }
            }
            return writer.bytes
        }

        /// Whether it has a token string.
        var hasString: Bool { dataKey != nil && string != nil }

        /// The metadata's bytes.
        func opened(with keys: Keys) throws(SecretsError) -> [UInt8] {
            try Seal.openPlain(metadata, with: keys.records, binding: binding("lockstep metadata", keys, 0))
        }

        /// Opens the token string; throws `authentication` when there is none or it was altered.
        func openString(generation: UInt32, keys: Keys) throws(SecretsError) -> SecretBytes {
            guard let dataKey, let string else { throw .authentication }
            let key = try Key<Purpose.DataKey>(
                Seal.open(
                    dataKey, with: keys.records, binding: binding("lockstep data key", keys, generation)))
            return try Seal.open(string, with: key, binding: binding("lockstep string", keys, generation))
        }

        private func binding(_ label: StaticString, _ keys: Keys, _ generation: UInt32) -> AssociatedData {
            var fields = Writer()
            fields.byte(kind.rawValue)
            fields.number(generation)
            return AssociatedData(label, keys.vault, id.bytes, fields.bytes)
        }
    }
}

extension Format1.Item {
    /// Reads the metadata of a record.
    func record(with keys: Format1.Keys) throws(LedgerError) -> Record {
        try Format1.reading(.record) { () throws(SecretsError) in
            var reader = Reader(try opened(with: keys))
            let record = try Record(id: id, format1: &reader)
            try reader.end()
            return record
        }
    }

    /// Reads the metadata of an account.
    func account(with keys: Format1.Keys) throws(LedgerError) -> Account {
        try Format1.reading(.account) { () throws(SecretsError) in
            var reader = Reader(try opened(with: keys))
            let account = try Account(id: id, format1: &reader)
            try reader.end()
            return account
        }
    }

    /// Reads a setting, also one that a later version named.
    func setting(with keys: Format1.Keys) throws(LedgerError) -> (name: String, value: [UInt8]) {
        try Format1.reading(.setting) { () throws(SecretsError) in
            var reader = Reader(try opened(with: keys))
            let found = (name: try reader.string(), value: try reader.bytes())
            try reader.end()
            return found
        }
    }
}
