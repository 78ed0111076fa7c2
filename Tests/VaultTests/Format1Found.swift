import Lifecycle
import Secrets
import TestSupport

@testable import Vault

// What the reader gives, in the words of `Format1Expected`.

extension Format1Expected.Token {
    init(_ token: Token) {
        self.init(
            id: token.id.text, label: token.label, scopes: token.scopes.text,
            created: token.created?.seconds,
            expiry: token.expiry.moment?.seconds, prefix: token.prefix)
    }
}

extension Format1Expected.Account {
    init(_ row: Format1.AccountRow) throws { try self.init(row.account, try row.string()) }

    init(_ account: Account, _ string: borrowing SecretBytes) throws {
        self.init(
            id: account.id.hex, name: account.name.text, user: account.identity.user,
            customer: account.identity.customer, scopes: account.identity.scopes.text,
            restricted: account.identity.isRestricted, token: account.token.map { .init($0) },
            sealed: account.sealed.seconds, address: account.address?.text,
            string: String(decoding: string.exposed, as: UTF8.self))
    }
}

extension Format1Expected.Record {
    init(_ row: Format1.RecordRow) throws {
        let string = row.hasString ? String(decoding: try row.string().exposed, as: UTF8.self) : nil
        self.init(row.record, hosts: row.hosts, string: string)
    }

    init(_ record: Record, hosts: [UInt8]?, string: String?) {
        self.init(
            id: record.id.hex, account: record.account.hex, label: record.label.text,
            generation: record.generation, state: record.state.rawValue, token: .init(record.token),
            nonce: record.nonce?.hex, sealed: record.sealed.seconds, purged: record.purged?.seconds,
            receipt: record.receipt.map {
                .init(statement: Hex.text($0.statement), signature: Hex.text($0.signature))
            },
            grants: record.grants.map {
                .init(
                    executable: $0.executable, unit: $0.unit, cgroup: $0.cgroup,
                    confirmed: $0.confirmation == .askpass)
            },
            hosts: hosts.map { Hex.text($0) }, string: string)
    }
}

extension Format1Expected.Entry {
    init(_ entry: AuditEntry, row: UInt64) {
        self.init(
            row: row, event: entry.event.rawValue, time: entry.time.seconds, label: entry.label,
            token: entry.token?.text, generation: entry.generation, detail: entry.detail,
            caller: entry.caller.map {
                .init(pid: $0.pid, user: $0.user, executable: $0.executable, unit: $0.unit)
            })
    }
}

extension Format1Expected.Audit {
    /// Verifies the log; in which row an entry stands is known only from the end.
    init(_ log: Format1.AuditLog) throws {
        var entries: [Format1Expected.Entry] = []
        try log.newestFirst { (row, told) throws(LedgerError) in
            entries.insert(contentsOf: told.map { .init($0, row: row) }, at: 0)
            return true
        }
        var verified: [Format1Expected.Entry] = []
        try log.verify { (entry) throws(LedgerError) in
            verified.append(
                .init(entry, row: verified.count < entries.count ? entries[verified.count].row : 0))
        }
        self.init(rows: log.rows, link: Hex.text(log.link), entries: verified)
    }
}

extension Format1Expected {
    /// Reads everything there is.
    init(_ contents: Format1.Contents, unlocking: Unlocking) throws {
        var (records, failure): ([Record], (any Error)?) = ([], nil)
        try contents.records { (row) throws(LedgerError) in
            do { records.append(try Record(row)) } catch { failure = error }
        }
        if let failure { throw failure }
        let settings = contents.settings.map { ($0.name, Hex.text($0.value)) }
        self.init(
            unlocking: unlocking, vault: Hex.text(contents.vault), counter: contents.counter,
            receiptKey: Hex.text(contents.snapshot.keys.receiptKey),
            slots: contents.slots.whole.map {
                Slot(
                    id: Hex.text($0.id), kind: $0.kind.rawValue, passes: $0.cost.passes,
                    memory: $0.cost.memory,
                    salt: Hex.text($0.salt), wrapped: Hex.text($0.wrapped))
            },
            accounts: try contents.accounts.map { try Account($0) }.sorted { $0.id < $1.id },
            records: records.sorted { $0.id < $1.id },
            settings: Dictionary(uniqueKeysWithValues: settings),
            operations: contents.operations.map { Operation(id: $0.id.hex, entry: Hex.text($0.bytes)) }
                .sorted { $0.id < $1.id },
            reservations: contents.reservations.map {
                Reservation(label: $0.label.text, record: $0.record.hex)
            },
            audit: try Audit(contents.audit))
    }

    init(
        unlocking: Unlocking, vault: String, counter: UInt64, receiptKey: String, slots: [Slot],
        accounts: [Account], records: [Record], settings: [String: String], operations: [Operation],
        reservations: [Reservation], audit: Audit
    ) {
        (self.unlocking, self.vault, self.counter) = (unlocking, vault, counter)
        (self.receiptKey, self.slots, self.accounts) = (receiptKey, slots, accounts)
        (self.records, self.settings, self.operations) = (records, settings, operations)
        (self.reservations, self.audit) = (reservations, audit)
    }
}
