internal import Lifecycle
internal import Secrets

// What belongs to what: names to what they lead to, cells to who has them, receipts to records.

extension Examiner {
    /// Looks at the row of a name.
    func name(_ key: [UInt8], _ value: [UInt8]) throws(LedgerError) {
        var reader = Reader(try keyring.openLabel(value, key))
        let row = try opening(.name) { () throws(SecretsError) in try LabelRow(from: &reader) }
        switch row {
        case .label(let entry):
            try require(.label(entry.label), key, .name)
            let records = [entry.current, entry.reserved].compactMap(\.self) + entry.retiring.map(\.record)
            for record in records { reached.insert(Reached(label: entry.label, record: record)) }
        case .accountName(let name):
            try require(.account(name.name), key, .name)
            named.insert(name.account)
        case .other: isUnread = true
        }
    }

    /// Throws `altered` unless a key is the hash of a name, in the present epoch or one that is being replaced.
    func require(_ name: Name, _ key: [UInt8], _ part: LedgerError.Part) throws(LedgerError) {
        for keys in try keyring.living() where name.key(with: keys) == key { return }
        throw LedgerError(.altered, part)
    }

    /// Notes living records that their label does not lead to, and names that lead to no account.
    func names() {
        if !named.isSubset(of: accounts) { found.note(LedgerError(.altered, .name)) }
        for record in living where !reached.contains(Reached(label: record.label, record: record.id)) {
            found.note(LedgerError(.altered, .name))
        }
    }

    /// Throws `altered` unless a receipt speaks of its record, and this vault has signed it; `newer` for one of a later version.
    func verify(_ receipt: Receipt, _ record: Record) throws(LedgerError) {
        let statement = try opening(.record) { () throws(SecretsError) in
            try ReceiptStatement(reading: receipt.statement)
        }
        let isOfRecord =
            statement.vault == keyring.vault && statement.record == record.id
            && statement.token == record.token.id && statement.label == record.label
            && statement.generation == record.generation
        let isSigned = try signingKeys(of: statement).contains {
            SigningKey.verify(receipt.signature, of: receipt.statement, by: $0)
        }
        guard isOfRecord, isSigned else { throw LedgerError(.altered, .record) }
    }

    /// The public keys of this vault that may have signed a statement: the one that it names, or format 1's.
    private func signingKeys(of statement: ReceiptStatement) throws(LedgerError) -> [[UInt8]] {
        guard let place = statement.place else {
            guard let epoch = keyring.format1 else { return [] }
            let keys = try opening(.record) { () throws(SecretsError) in
                try Format1.Keys(vault: keyring.vault, key: epoch.root)
            }
            return [keys.receiptKey]
        }
        var found: [[UInt8]] = []
        for epoch in keyring.epochs where epoch.number > 0 {
            found.append(try keyring.verifying(epoch.number, .record).signing.publicKey)
        }
        return found.filter { $0 == place.key }
    }

    /// Looks at a list of free cells.
    func free(_ key: [UInt8], _ value: [UInt8]) throws(LedgerError) {
        var reader = Reader(key)
        let numbers = try FreeList.read(keyring.openFree(value, key))
        let (kind, list) = try opening(.free) { () throws(SecretsError) in
            let _: UInt16 = try reader.number()
            let kind = CellClass(rawValue: try reader.byte())
            return (kind, try reader.number() as UInt32)
        }
        guard let kind, list < UInt32.max / FreeList.most, key == FreeList.key(kind, of: list * FreeList.most)
        else { throw LedgerError(.altered, .free) }
        lists[kind, default: [:]][list] = numbers.count
        for number in numbers {
            guard cells.insert(RowKey(kind.table, number)).inserted else {
                throw LedgerError(.altered, .free)
            }
        }
    }

    /// Notes cells that nobody has, and lists that have gaps.
    func account() {
        for kind in CellClass.allCases {
            let use = head.cells[Int(kind.rawValue)]
            let full = (lists[kind] ?? [:]).sorted { $0.key < $1.key }
            let isStack =
                full.map(\.key) == Array(0..<UInt32(full.count))
                && full.dropLast().allSatisfy { $0.value == Int(FreeList.most) }
                && full.reduce(0) { $0 + $1.value } == Int(use.free)
            if !isStack { found.note(LedgerError(.altered, .free)) }
            var next: UInt64 = 1
            note { () throws(LedgerError) in
                try store.scan(kind.table) { (key, value) throws(LedgerError) in
                    guard RowKey.number(key) == next, value.count == kind.size,
                        cells.contains(RowKey(kind.table, key))
                    else { throw LedgerError(.altered, .cell) }
                    next += 1
                    return true
                }
                guard next == use.next,
                    cells.count(where: { $0.table == kind.table }) == Int(clamping: next - 1)
                else { throw LedgerError(.altered, .cell) }
            }
        }
    }
}
