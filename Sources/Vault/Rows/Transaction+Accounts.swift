internal import Lifecycle
internal import Secrets

// Accounts, and the strings that requests to the provider need.

/// An account with the place of its provisioning token, as its item has them.
struct StoredAccount {
    let account: Account
    let cell: CellPlace

    init(_ account: Account, _ cell: CellPlace) { (self.account, self.cell) = (account, cell) }

    init(id: RecordID, _ content: [UInt8]) throws(LedgerError) {
        var fields = try NumberedFields(reading: content, .account)
        let place = fields[CellPlace.field]
        fields[CellPlace.field] = nil
        account = try opening(.account) { () throws(SecretsError) in try Account(id: id, fields: fields) }
        cell = try opening(.account) { () throws(SecretsError) in
            guard let place else { throw .malformed }
            return try CellPlace(place)
        }
    }

    var item: Item {
        var fields = account.fields
        fields[CellPlace.field] = cell.encoded
        return Item(account.id.bytes, .account, fields.bytes)
    }

    static func owner(_ id: RecordID) -> StringOwner {
        StringOwner(id: id, kind: Item.Kind.account.rawValue, generation: 0)
    }
}

extension Transaction {
    /// Reads an account; `nil` when there is none.
    func storedAccount(_ id: RecordID) throws(LedgerError) -> StoredAccount? {
        guard let item = try item(id.bytes), item.kind == .account else { return nil }
        return try StoredAccount(id: id, item.content)
    }

    /// Reads an account; throws `absent` when there is none.
    func account(_ id: RecordID) throws(LedgerError) -> Account {
        guard let found = try storedAccount(id) else { throw LedgerError(.absent, .account) }
        return found.account
    }

    /// Reads every account that the head knows, but those of a later version.
    func accounts() throws(LedgerError) -> [Account] {
        var found: [Account] = []
        for id in head.accounts {
            do throws(LedgerError) {
                guard let stored = try storedAccount(id) else { throw LedgerError(.altered, .account) }
                found.append(stored.account)
            } catch { guard error.code == .newer else { throw error } }
        }
        return found
    }

    /// Seals an account; one of the same name is replaced and keeps its id, since records point to it.
    mutating func seal(
        _ account: Account, _ string: borrowing SecretBytes, by origin: Origin?
    ) throws(LedgerError) {
        let owner = try owner(ofAccount: account.name)
        guard owner == nil || owner == account.id else { throw LedgerError(.conflict, .account) }
        let known = try storedAccount(account.id)
        if let address = known?.account.address {
            // Its records are at that address, and nowhere else.
            guard address == account.address else { throw LedgerError(.conflict, .account) }
        }
        if let known { try free(known.cell) }
        var account = account
        if let known { account.others = known.account.others }
        let cell = try newCell(string, of: StoredAccount.owner(account.id))
        try store(StoredAccount(account, cell).item)
        if owner == nil {
            try assign(account.name, to: account.id)
            head.accounts.append(account.id)
            head.accounts.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        }
        append(
            AuditEntry(
                .accountSealed, time: account.sealed, label: account.name.text,
                detail: account.home == .ofFormat1 ? "" : account.home.text, caller: origin?.caller,
                interface: origin?.interface))
    }

    /// Exchanges the string of an account for that of a record, with what is known of either token.
    mutating func exchange(_ change: Exchange) throws(LedgerError) {
        guard var record = try stored(change.record), record.record.state == .creating,
            record.record.account == change.account, let place = record.cell
        else { throw LedgerError(.conflict, .state) }
        guard let known = try storedAccount(change.account) else { throw LedgerError(.absent, .account) }
        var account = known.account
        let former = try string(at: known.cell, of: StoredAccount.owner(account.id))
        guard former.begins(with: change.former.prefix) else { throw LedgerError(.conflict, .account) }
        let next = try string(at: place, of: record.owner)
        for cell in [known.cell, place] { try free(cell) }
        (account.identity, account.token) = (change.identity, record.record.token)
        (account.sealed, record.record.token) = (change.time, change.former)
        let cell = try newCell(next, of: StoredAccount.owner(account.id))
        try store(StoredAccount(account, cell).item)
        record.cell = try newCell(former, of: record.owner)
        try store(record.item)
        append(
            AuditEntry(
                .accountSealed, time: change.time, label: account.name.text, token: account.token?.id,
                detail: "rotated"))
    }

    /// Wipes an account; throws `conflict` while living records or operations depend on it.
    mutating func wipe(
        _ account: Account, at time: Instant, by origin: Origin?
    ) throws(LedgerError) {
        guard let stored = try storedAccount(account.id) else { throw LedgerError(.absent, .account) }
        try eachStored(isStrict: true) { (record, _) throws(LedgerError) in
            guard record.account != account.id || record.state == .gone else {
                throw LedgerError(.conflict, .account)
            }
        }
        for row in try journal() {
            guard try OperationKinds.read(row.entry).subject.account != account.id else {
                throw LedgerError(.conflict, .account)
            }
        }
        try free(stored.cell)
        try remove(stored.item)
        head.accounts.removeAll { $0 == account.id }
        try assign(stored.account.name, to: nil)
        append(
            AuditEntry(
                .accountWiped, time: time, label: account.name.text, caller: origin?.caller,
                interface: origin?.interface))
    }

    /// Opens the string of a record or an account, with the account's address.
    func credential(of id: RecordID) throws(LedgerError) -> Credential {
        if let stored = try storedAccount(id) {
            let string = try string(at: stored.cell, of: StoredAccount.owner(id))
            return Credential(string, at: stored.account.home, mark: stored.cell.hash)
        }
        guard let stored = try stored(id), let cell = stored.cell else {
            throw LedgerError(.absent, .string)
        }
        let home = try account(stored.record.account).home
        return Credential(try string(at: cell, of: stored.owner), at: home, mark: cell.hash)
    }
}
