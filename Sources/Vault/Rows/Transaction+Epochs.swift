internal import Lifecycle
internal import Secrets

// New keys: an epoch begins, rows are sealed anew a few at a time, and the epoch before is kept to verify with.

extension Transaction {
    /// Begins an epoch: everything that is written from here on is sealed under its keys. Throws `conflict` while another one is being
    /// replaced.
    mutating func beginEpoch() throws(LedgerError) {
        guard !keyring.epochs.contains(where: { $0.state == .replaced }) else {
            throw LedgerError(.conflict, .epoch)
        }
        guard keyring.epochs.count < Keyring.most else { throw LedgerError(.refused, .epoch) }
        let number = keyring.current.epoch + 1
        try renew { (epoch) throws(SecretsError) in
            epoch.state == .current ? .replaced : epoch.state
        } adding: { () throws(SecretsError) in
            Keyring.Epoch(number, .current, root: try Key<Root>())
        }
    }

    /// Ends the replacing: no row is left under earlier keys, and these only verify logs and receipts from here on. Throws `conflict`
    /// where one is left: it would not open any more.
    mutating func endEpoch() throws(LedgerError) {
        for (table, part) in Transaction.stages {
            try store.scan(table) { (_, value) throws(LedgerError) in
                guard try Blob.epoch(hashed: value, part) == keyring.current.epoch else {
                    throw LedgerError(.conflict, .epoch)
                }
                return true
            }
        }
        try renew { (epoch) throws(SecretsError) in
            epoch.state == .replaced ? .verifying : epoch.state
        } adding: {
            nil
        }
    }

    /// Writes the slots with another keyring, which this transaction goes on with.
    private mutating func renew(
        _ state: (Keyring.Epoch) throws(SecretsError) -> Keyring.State,
        adding: () throws(SecretsError) -> Keyring.Epoch?
    ) throws(LedgerError) {
        let slots = try wholeSlots()
        let fresh = try opening(.keys) { () throws(SecretsError) in
            var epochs: [Keyring.Epoch] = []
            for epoch in keyring.epochs { epochs.append(try epoch.copy(as: state(epoch))) }
            if let more = try adding() { epochs.append(more) }
            return try Keyring(vault: keyring.vault, epochs, opener: keyring.opener)
        }
        let row = try opening(.slot) { () throws(SecretsError) in try SlotsRow(slots, fresh) }
        take(fresh)
        try write(row)
    }

    /// Seals the next rows under the present epoch: those behind a place that are not yet. Says how far it came; `nil` when no row is
    /// left. With `strings` the token strings are sealed anew, too.
    mutating func reseal(_ cursor: RekeyCursor, strings: Bool) throws(LedgerError) -> RekeyCursor? {
        guard Int(cursor.stage) < Transaction.stages.count else { return nil }
        let (table, part) = Transaction.stages[Int(cursor.stage)]
        var found: [(key: [UInt8], value: [UInt8])] = []
        var last = cursor.after
        var isOver = true
        try store.scan(table, after: last.isEmpty ? nil : last) { (key, value) throws(LedgerError) in
            guard found.count < Transaction.rowsAtOnce else {
                isOver = false
                return false
            }
            last = key
            if try !isFresh(table, key, value, part) { found.append((key, value)) }
            return true
        }
        for (key, value) in found {
            try verify(Cell(table: table, key: key), value, part)
            try reseal(table, key, value, strings)
        }
        return Transaction.place(isOver ? cursor.stage + 1 : cursor.stage, isOver ? [] : last)
    }

    /// A place, with about how much is done there. Keys are random or hashes: the first byte says how far it is through a table.
    private static func place(_ stage: UInt8, _ after: [UInt8]) -> RekeyCursor {
        // Items and labels are nearly all there is.
        let (begun, width) = stage < 2 ? (Int(stage) * 49, 49) : (98, 0)
        return RekeyCursor(stage: stage, after: after, percent: begun + width * Int(after.first ?? 0) / 256)
    }

    /// Whether a row is sealed under the present epoch, and the string that it leads to as well: what was written while an epoch is
    /// being replaced has a new row and may have an old string.
    private func isFresh(
        _ table: Table, _ key: [UInt8], _ value: [UInt8], _ part: LedgerError.Part
    ) throws(LedgerError) -> Bool {
        let present = keyring.current.epoch
        guard try Blob.epoch(of: value, part) == present else { return false }
        guard table == .items, let id = RecordID(key) else { return true }
        let item = try item(key, value)
        let place: CellPlace?
        switch item.kind {
        case .record: place = try StoredRecord(id: id, item.content).cell
        case .account: place = try StoredAccount(id: id, item.content).cell
        case .setting, .deposit, .recipient, nil: place = nil
        }
        // A string that is damaged stays so.
        guard let place, let cell = try? cell(place) else { return true }
        return try Blob.epoch(of: cell, .cell) == present
    }

    private static let stages: [(Table, LedgerError.Part)] = [
        (.items, .item), (.labels, .name), (.operations, .journal), (.free, .free),
    ]
    /// A row takes at most eight writes, and all share twenty: itself and its string, or itself under two keys; three nodes for each
    /// key; and the nodes above, the head twice, the change log's row.
    private static let rowsAtOnce = 12

    private mutating func reseal(
        _ table: Table, _ key: [UInt8], _ value: [UInt8], _ strings: Bool
    ) throws(LedgerError) {
        switch table {
        case .items: try reseal(item(key, value), strings)
        case .labels:
            let row = try nameRow(key, value)
            // A kind of a later version: its key is not known to be found again.
            if case .other = row { throw LedgerError(.newer, .name) }
            try write(RowKey(.labels, key), nil)
            if case .label(let entry) = row { try store(entry) }
            if case .accountName(let name) = row { try assign(name.name, to: name.account) }
        case .operations:
            try write(
                RowKey(table, key), keyring.sealOperation(keyring.openOperation(value, key), key))
        default: try write(RowKey(table, key), keyring.sealFree(keyring.openFree(value, key), key))
        }
    }

    private mutating func reseal(_ item: Item, _ strings: Bool) throws(LedgerError) {
        guard let id = RecordID(item.key) else { throw LedgerError(.altered, .item) }
        switch item.kind {
        case .record:
            var stored = try StoredRecord(id: id, item.content)
            if let cell = stored.cell { stored.cell = try reseal(cell, stored.owner, strings) }
            try store(stored.item)
        case .account:
            let stored = try StoredAccount(id: id, item.content)
            let cell = try reseal(stored.cell, StoredAccount.owner(id), strings)
            try store(StoredAccount(stored.account, cell).item)
        case .setting:
            let setting = try StoredSetting(item.content)
            try remove(item)
            try store(setting.item(Name.setting(setting.name).key(with: keyring.current)))
        case .deposit, .recipient, nil: try store(item)
        }
    }

    private mutating func reseal(
        _ place: CellPlace, _ owner: StringOwner, _ strings: Bool
    ) throws(LedgerError) -> CellPlace {
        // A string that is damaged stays so, and keeps nothing else from its new keys.
        guard let old = try? cell(place) else { return place }
        let fresh: [UInt8]
        if strings {
            let string = try string(at: place, of: owner)
            fresh = try opening(.string) { () throws(SecretsError) in
                try StringCell.seal(string, in: place.kind, of: owner, keyring)
            }
        } else {
            fresh = try StringCell.rewrapped(old, of: owner, keyring)
        }
        writeRaw(place.row, fresh)
        let hash = try StringCell.hash(fresh, place.kind, place.number, keyring)
        return CellPlace(kind: place.kind, number: place.number, hash: hash)
    }
}

extension Keyring.Epoch {
    /// The same epoch in another state.
    fileprivate func copy(as state: Keyring.State) throws(SecretsError) -> Keyring.Epoch {
        let copy = try root.withBytes { (bytes) throws(SecretsError) in
            try Key<Root>(SecretBytes(copying: bytes))
        }
        return Keyring.Epoch(number, state, root: copy)
    }
}
