internal import Lifecycle
internal import Secrets

// Labels: one row each, with the record that it names, the one that has it reserved, and what was decided for it.

extension LabelEntry {
    /// The record that has the label now, or will have it.
    var owner: RecordID? { current ?? reserved }

    /// Whether a record is found under the label: the present one, or one that is retiring.
    func names(_ id: RecordID) -> Bool { current == id || retiring.contains { $0.record == id } }

    /// Takes over what was decided for another label.
    mutating func takePolicy(of other: inout LabelEntry) {
        (grants, hosts, retiring, next) = (other.grants, other.hosts, other.retiring, other.next)
        // What was kept for the new name counts only where the token brings nothing of its own.
        policy = other.policy ?? policy
        (other.grants, other.hosts, other.retiring, other.policy) = ([], nil, [], nil)
    }
}

extension Transaction {
    /// Reads what a label has; `nil` when it is free.
    func label(_ label: Label) throws(LedgerError) -> LabelEntry? {
        for keys in try keyring.living() {
            let key = Name.label(label).key(with: keys)
            guard let value = try read(RowKey(.labels, key), .name) else { continue }
            let entry = try labelEntry(key, value)
            guard entry.label == label else { throw LedgerError(.altered, .name) }
            return entry
        }
        return nil
    }

    func labelEntry(_ key: [UInt8], _ value: [UInt8]) throws(LedgerError) -> LabelEntry {
        guard case .label(let entry) = try nameRow(key, value) else { throw LedgerError(.altered, .name) }
        return entry
    }

    /// Opens the row of a label or of an account's name.
    func nameRow(_ key: [UInt8], _ value: [UInt8]) throws(LedgerError) -> LabelRow {
        var reader = Reader(try keyring.openLabel(value, key))
        return try opening(.name) { () throws(SecretsError) in try LabelRow(from: &reader) }
    }

    private func seal(_ row: LabelRow, _ key: [UInt8]) throws(LedgerError) -> [UInt8] {
        var writer = Writer()
        row.encode(to: &writer)
        return try keyring.sealLabel(writer.bytes, key)
    }

    /// Writes what a label has, and in the items of its records whether it has grants and a policy; a label that nothing has any more is free.
    mutating func store(_ entry: LabelEntry) throws(LedgerError) {
        try write(entry)
        for id in [entry.current].compactMap(\.self) + entry.retiring.map(\.record) {
            guard var stored = try stored(id),
                (stored.hasGrants, stored.hasPolicy) != (!entry.grants.isEmpty, entry.policy != nil)
            else { continue }
            (stored.hasGrants, stored.hasPolicy) = (!entry.grants.isEmpty, entry.policy != nil)
            try store(stored.item)
        }
    }

    /// Writes what a label has, where its records' items say already whether it has grants.
    mutating func write(_ entry: LabelEntry) throws(LedgerError) {
        try forget(.label(entry.label), but: keyring.current)
        let key = Name.label(entry.label).key(with: keyring.current)
        try write(
            RowKey(.labels, key),
            (entry.isFree ? entry.remains : entry).map { (entry) throws(LedgerError) in
                try seal(.label(entry), key)
            })
    }

    /// Takes the rows of a name out that earlier epochs have left.
    private mutating func forget(_ name: Name, but present: Keys) throws(LedgerError) {
        for keys in try keyring.living() where keys.epoch != present.epoch {
            let old = RowKey(.labels, name.key(with: keys))
            if try read(old, .name) != nil { try write(old, nil) }
        }
    }

    /// Takes a free label for a record; throws `conflict`.
    mutating func reserve(_ label: Label, for id: RecordID) throws(LedgerError) {
        if let entry = try self.label(label), entry.owner != nil {
            throw LedgerError(.conflict, entry.current == nil ? .reservation : .label)
        }
        var entry = try self.label(label) ?? LabelEntry(label)
        entry.reserved = id
        try store(entry)
    }

    /// Gives a label back, where a record has it.
    mutating func release(_ label: Label, of id: RecordID) throws(LedgerError) {
        guard var entry = try self.label(label), entry.lets(go: id) else { return }
        try store(entry)
    }

    /// Changes the rules of a record's label.
    mutating func permit(_ id: RecordID, _ change: GrantChange) throws(LedgerError) {
        var entry = try entry(of: id)
        switch change {
        case .add(let grant):
            guard entry.grants.count < Grant.most else { throw LedgerError(.conflict, .grant) }
            if !entry.grants.contains(grant) { entry.grants.append(grant) }
        case .remove(let place):
            guard entry.grants.indices.contains(place) else { throw LedgerError(.absent, .grant) }
            entry.grants.remove(at: place)
        case .clear: entry.grants = []
        }
        try store(entry)
    }

    /// Binds a record's label to hosts, or to none with `nil`.
    mutating func bind(_ id: RecordID, to hosts: HostBindings?) throws(LedgerError) {
        var entry = try entry(of: id)
        entry.hosts = hosts
        try store(entry)
    }

    /// Decides something for a label, or nothing any more with `nil`.
    mutating func decide(_ policy: Policy?, for label: Label) throws(LedgerError) {
        guard var entry = try self.label(label), entry.current != nil || entry.policy != nil else {
            throw LedgerError(.absent, .label)
        }
        entry.policy = policy.flatMap { $0.isEmpty ? nil : $0 }
        try store(entry)
    }

    private func entry(of id: RecordID) throws(LedgerError) -> LabelEntry {
        guard let record = try stored(id)?.record, record.state != .gone,
            let entry = try label(record.label), entry.names(id)
        else { throw LedgerError(.absent, .record) }
        return entry
    }

    /// The hosts that a record's string may be sent to.
    func hosts(of id: RecordID) throws(LedgerError) -> HostBindings? {
        guard let record = try stored(id)?.record, record.state != .gone,
            let entry = try label(record.label), entry.names(id)
        else { return nil }
        return entry.hosts
    }

    /// The account that a name belongs to; `nil` when the name is free.
    func owner(ofAccount name: Label) throws(LedgerError) -> RecordID? {
        for keys in try keyring.living() {
            let key = Name.account(name).key(with: keys)
            guard let value = try read(RowKey(.labels, key), .name) else { continue }
            guard case .accountName(let row) = try nameRow(key, value), row.name == name else {
                throw LedgerError(.altered, .name)
            }
            return row.account
        }
        return nil
    }

    /// Gives an account its name, or takes it back with `nil`.
    mutating func assign(_ name: Label, to account: RecordID?) throws(LedgerError) {
        try forget(.account(name), but: keyring.current)
        let key = Name.account(name).key(with: keyring.current)
        try write(
            RowKey(.labels, key),
            account.map { (account) throws(LedgerError) in
                try seal(.accountName(AccountName(name, of: account)), key)
            })
    }
}
