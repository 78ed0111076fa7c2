internal import Lifecycle
internal import Secrets

// Accounts, and the opening of strings.

/// A record that was found by its label, with its sealed string. Its data key is wiped with it.
final class Lookup {
    /// The most that are kept at a time: each has a page of locked memory.
    static let most = 256
    let record: Record
    /// Where its account logged in.
    private let address: ProviderAddress?
    private let string: SealedString
    /// What was opened and is on its way to those who asked; wiped with the last answer.
    private weak var opened: HandedOut?

    init(_ record: Record, at address: ProviderAddress?, _ item: Item, _ keys: Keys) throws(SecretsError) {
        (self.record, self.address) = (record, address)
        string = try SealedString(item, generation: record.generation, keys: keys)
    }

    /// The token string; one for all that ask for it at once.
    func open() throws(SecretsError) -> HandedOut {
        if let opened { return opened }
        let fresh = HandedOut(try string.open(), for: address, until: record.token.expiry)
        opened = fresh
        return fresh
    }
}

extension Transaction {
    func account(in item: Item) throws(LedgerError) -> Account {
        try opening(.account) { () throws(SecretsError) in
            var reader = Reader(try item.opened(with: keys))
            let account = try Account(id: item.id, from: &reader)
            try reader.end()
            return account
        }
    }

    /// Seals an account; one of the same name is replaced and keeps its id, since records point to it.
    mutating func seal(_ account: Account, _ string: borrowing SecretBytes) throws(LedgerError) {
        let owner = try owner(of: .account(account.name))
        guard owner == nil || owner == account.id else { throw LedgerError(.conflict, .account) }
        if let known = try item(account.id), let address = try self.account(in: known).address {
            // Its records are at that address, and nowhere else.
            guard address == account.address else { throw LedgerError(.conflict, .account) }
        }
        var writer = Writer()
        account.encode(to: &writer)
        let item = try opening(.account) { () throws(SecretsError) in
            var item = try Item(account.id, .account, encoded: writer.bytes, keys: keys)
            try item.seal(string, generation: 0, keys: keys)
            return item
        }
        if owner == nil {
            try assign(.account(account.name), to: account.id)
            head.accounts += 1
        }
        try store(item)
        append(
            AuditEntry(
                .accountSealed, time: account.sealed, label: account.name.text,
                detail: account.home == .ofFormat1 ? "" : account.home.text))
    }

    /// Wipes an account; throws `conflict` while living records or operations depend on it.
    mutating func wipe(_ account: Account, at time: Instant) throws(LedgerError) {
        guard let item = try item(account.id), item.kind == .account else {
            throw LedgerError(.absent, .account)
        }
        for record in try records() {
            let record = try self.record(in: record)
            guard record.account != account.id || record.state == .gone else {
                throw LedgerError(.conflict, .account)
            }
        }
        for row in try journal() {
            guard try OperationKinds.read(row.entry).subject.account != account.id else {
                throw LedgerError(.conflict, .account)
            }
        }
        try remove(item)
        head.accounts -= 1
        try assign(.account(account.name), to: nil)
        append(AuditEntry(.accountWiped, time: time, label: account.name.text))
    }

    /// Opens the string of a record or an account.
    func string(of id: RecordID) throws(LedgerError) -> SecretBytes {
        guard let item = try item(id), item.string != nil else { throw LedgerError(.absent, .string) }
        let generation = item.kind == .record ? try record(in: item).generation : 0
        return try opening(.string) { () throws(SecretsError) in
            try item.openString(generation: generation, keys: keys)
        }
    }

    /// Opens the string of a record or an account, with the account's address.
    func credential(of id: RecordID) throws(LedgerError) -> Credential {
        let account = try record(id)?.account ?? id
        let string = try string(of: id)
        return Credential(string, at: try home(of: account))
    }

    /// Where the requests of an account go.
    private func home(of id: RecordID) throws(LedgerError) -> ProviderAddress {
        guard let item = try item(id), item.kind == .account else { throw LedgerError(.absent, .account) }
        return try account(in: item).home
    }

    /// Opens token strings for one asker; the audit entries are part of this transaction. A refusal is written down, too.
    ///
    /// Throws what concerns everybody, such as a full disk: then the transaction has to be undone.
    mutating func handOut(
        _ asked: HandOutRequest
    ) throws(LedgerError) -> Result<[HandedOut], LedgerError> {
        do throws(LedgerError) {
            var (given, found): ([HandedOut], [Lookup]) = ([], [])
            for label in asked.labels {
                let lookup = try lookup(label)
                given.append(try open(lookup, asked.use))
                found.append(lookup)
            }
            for lookup in found { note(.handedOut, lookup, asked.use) }
            return .success(given)
        } catch
            where [
                .absent, .refused, .altered, .denied, .expired, .perhapsExpired, .unchallenged, .unconfirmed,
                .unbound,
            ].contains(error.code)
        {
            return .failure(error)
        }
    }

    private mutating func open(_ found: Lookup, _ use: HandOutUse) throws(LedgerError) -> HandedOut {
        guard use.generation == nil || use.generation == found.record.generation else {
            throw LedgerError(.absent, .label)
        }
        guard found.record.state == .active || found.record.state == .retiring else {
            note(.refused, found, use)
            throw LedgerError(.refused, found.record.state == .creating ? .creating : .revoking)
        }
        if let destination = use.destination {
            let hosts = try hosts(of: found.record.id)
            guard hosts.allow(destination) else {
                note(.denied, found, use)
                throw LedgerError(.unbound, hosts.lacksPath(destination) ? .path : .host)
            }
        }
        let verdict = Grant.verdict(of: found.record.grants, on: use)
        if verdict == .denied {
            note(.denied, found, use)
            throw LedgerError(.denied, denial(found, use))
        }
        try requireUnexpired(found, use)
        switch verdict {
        case .allowed, .denied: break
        case .unchallenged: throw LedgerError(.unchallenged, .grant)
        case .unconfirmed: throw LedgerError(.unconfirmed, .grant)
        }
        return try opening(.string) { () throws(SecretsError) in try found.open() }
    }

    /// Why no rule lets the caller have the token.
    private func denial(_ found: Lookup, _ use: HandOutUse) -> LedgerError.Part {
        switch use.confirmation {
        case .refused: .confirmation
        case .impossible: .askpass
        case .tooMany: .many
        case .given, .unasked: Grant.areBlind(found.record.grants, to: use) ? .caller : .grant
        }
    }

    /// Throws `expired`, or `perhapsExpired` before the clock was looked at, where the expiry has passed: unless that is
    /// allowed, or the audit log knows of a later time than this machine's clock, so that one of the two is wrong.
    private mutating func requireUnexpired(_ found: Lookup, _ use: HandOutUse) throws(LedgerError) {
        guard found.record.token.expiry.hasPassed(at: use.time), use.expired != .allowed,
            try AuditLog.newest(in: self) ?? use.time <= use.time
        else { return }
        guard use.expired == .refused else { throw LedgerError(.perhapsExpired, .label) }
        note(.refused, found, use)
        var error = LedgerError(.expired, .label)
        error.moment = found.record.token.expiry.moment
        throw error
    }

    private mutating func lookup(_ label: Label) throws(LedgerError) -> Lookup {
        if let known = lookups[label] { return known }
        guard let owner = try owner(of: .record(label)), let item = try item(owner), item.kind == .record
        else {
            throw LedgerError(.absent, .label)
        }
        let record = try record(in: item)
        guard item.string != nil else { throw LedgerError(.absent, .label) }
        // A damaged account keeps nobody from the tokens: only requests to the provider need it.
        let address = try? home(of: record.account)
        let found = try opening(.string) { () throws(SecretsError) in
            try Lookup(record, at: address, item, keys)
        }
        if lookups.count >= Lookup.most { lookups = [:] }
        lookups[label] = found
        return found
    }

    private mutating func note(_ event: AuditEntry.Event, _ found: Lookup, _ use: HandOutUse) {
        append(
            AuditEntry(
                event, time: use.time, label: found.record.label.text, token: found.record.token.id,
                generation: found.record.generation,
                detail: use.verb + (use.destination.map { " \($0.text)" } ?? ""), caller: use.caller))
    }
}
